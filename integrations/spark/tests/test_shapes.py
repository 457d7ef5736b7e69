"""Rows and schemas that are out of the ordinary."""
import json
import subprocess

import pytest
from places import places
from pyspark.sql import functions
from test_write import save

import sharedbuffers_spark
from sharedbuffers_spark.command import find_command
from sharedbuffers_spark.manifest import read_current, read_manifest
from sharedbuffers_spark.storage import open_storage


def test_few_rows_leave_partitions_empty(spark, place, compare, figure):
    save(sharedbuffers_spark.repartition_by_shard(places(spark, 5), 'key', 16), place)
    compare('compare.js', place, rows=5)
    parts = read_manifest(open_storage(place))['parts']
    assert len(parts) == 16
    figure(rows=5, shards=16, empty_shards=sum(part['entries'] == 0 for part in parts))


def test_no_rows_at_all(spark, folder, compare):
    save(places(spark, 1).limit(0), folder, shards=4)
    compare('compare.js', folder, rows=0)


def test_rows_that_nobody_partitioned(spark, place, compare, figure):
    save(places(spark, 20_000, partitions=6), place)
    compare('compare.js', place, rows=20_000)
    figure(rows=20_000, partitions=6, shards=16)


def test_one_shard_of_many_partitions(spark, folder, compare):
    """The first task builds what it has, and the others cannot know of it: their rows are put together."""
    save(places(spark, 3000, partitions=5), folder, shards=1)
    compare('compare.js', folder, rows=3000)


def test_rows_of_the_wrong_partitioning(spark, folder, compare):
    """As many partitions as shards, and by a hash of the key, but another one."""
    save(places(spark, 8000).repartition(8, 'key'), folder, shards=8)
    compare('compare.js', folder, rows=8000)


def test_skewed_keys_of_many_records(spark, folder, compare, figure):
    count = 100_000
    rows = spark.range(count).select(
        functions.when(functions.col('id') % 10 < 9, functions.lit(7)).otherwise(functions.col('id') % 1000 - 500).alias('user'),
        functions.col('id').alias('visit'),
    )
    sharedbuffers_spark.write_dataset(rows, folder, key='user', shards=8, multi=True)
    found = compare('multi.js', folder, rows=count)
    assert found['records'] == count
    figure(records=count, keys=found['keys'], records_of_the_largest_key=found['largest'])


def test_a_schema_that_has_no_place(spark, folder):
    rows = spark.range(3).selectExpr('cast(id as string) as key', 'make_dt_interval(id) as took')
    with pytest.raises(Exception, match="the column 'took' is of type interval .* cast it, or leave it out"):
        save(rows, folder, shards=2)
    assert read_current(open_storage(folder)) == (None, None)


@pytest.mark.parametrize('key, why', [('none', 'there is no column'), ('score', 'cannot be a key'), ('spot.lat', 'cannot be a key')])
def test_a_key_that_cannot_be_one(spark, folder, key, why):
    with pytest.raises(Exception, match=why):
        places(spark, 3).write.format('sharedbuffers').options(key=key, shards=2).mode('overwrite').save(folder)


def test_values_that_do_not_fit(spark, folder, compare):
    """A schema by hand is narrower than the rows: the version before stays."""
    save(places(spark, 100), folder, shards=2)
    schema = '{"fields": {"key": "string", "id": "uint8"}, "key": {"type": "string"}}'
    narrow = sharedbuffers_spark.repartition_by_shard(spark.range(1000).selectExpr('cast(id as string) as key', 'id'), 'key', 2)
    with pytest.raises(Exception, match='uint8'):
        save(narrow, folder, shards=2, schema=schema)
    compare('compare.js', folder, rows=100)
    save(narrow.where('id < 256'), folder, shards=2, schema=schema)
    assert read_manifest(open_storage(folder))['schema']['fields']['id'] == 'uint8'


def test_rows_without_a_key(spark, folder, compare):
    rows = places(spark, 100).unionByName(places(spark, 20).withColumn('key', functions.lit(None).cast('string')))
    with pytest.raises(Exception, match='has no key, its key'):
        save(rows, folder, shards=2)
    save(rows, folder, shards=2, skipMissingKey=True, expectedRows=120)
    compare('compare.js', folder, rows=100)


def test_fewer_rows_than_expected(spark, folder):
    with pytest.raises(Exception, match='100 rows came, and expectedRows are 101'):
        save(places(spark, 100), folder, shards=2, expectedRows=101)
    assert read_current(open_storage(folder)) == (None, None)


def test_rows_are_not_added_to_a_data_set(spark, folder, compare):
    save(places(spark, 50), folder, shards=2, mode='append')
    with pytest.raises(Exception, match='rows cannot be added to a data set'):
        save(places(spark, 10, first=50), folder, shards=2, mode='append')
    compare('compare.js', folder, rows=50)


@pytest.mark.parametrize('options, why', [
    ({'shards': 3}, 'a power of two'),
    ({'shards': 2, 'colums': 'id'}, 'there is no option colums; did you mean columns'),
    ({'shards': 2, 'multi': 'perhaps'}, 'multi is true or false'),
    ({'shards': 2, 'index': 'tree'}, 'tree'),
    ({'shards': 2, 'dedupe': 'perhaps'}, 'dedupe is true or false, or a whole number'),
    ({'shards': 2, 'dedupe': 1048577}, 'up to 1048576, not 1048577'),
    ({'shards': 2, 'sections': False}, 'sections cannot be left out of data sets: they say what the keys'),
    ({'shards': 2, 'describeStructs': 'false'}, 'describeStructs cannot be left out of data sets'),
    ({'shards': 2, 'discardDuplicateKeys': True}, "by the order of integers, and 'key' is of type string"),
    ({'shards': 2, 'discardDuplicateKeys': True, 'multi': True}, 'leave out one of the two'),
    ({'shards': 2, 'run': '../x'}, 'the name of a run'),
    ({'shards': 2, 'command': '/nowhere/sharedbuffers'}, 'cannot be started'),
])
def test_options_that_cannot_be(spark, folder, options, why):
    with pytest.raises(Exception, match=why):
        save(places(spark, 3), folder, **options)
    assert read_current(open_storage(folder)) == (None, None)


def test_options_of_the_build(spark, folder, tmp_path):
    # Of one partition, so that rows come in one order.
    rows = sharedbuffers_spark.repartition_by_shard(places(spark, 500, partitions=1), 'key', 2)
    # Columns that cannot be null, which those of a data source always can.
    options = {'index': 'compact', 'ordered': True, 'columns': 'id', 'indexes': ['small', 'nickname'], 'reproducible': True}
    filtered = sharedbuffers_spark.write_dataset(rows, folder, key='key', shards=2, partition=False, filter=True)
    path = open_storage(folder).fetch(f'{filtered["run"]}/{filtered["parts"][0]["path"]}', tmp_path)
    assert json.loads(subprocess.check_output([*find_command(), 'stat', path, '--json']))['schema']['key']['filter'] is True
    first = sharedbuffers_spark.write_dataset(rows, folder, key='key', shards=2, partition=False, **options)
    again = sharedbuffers_spark.write_dataset(rows, folder, key='key', shards=2, **options)
    for part, same in zip(first['parts'], again['parts']):
        assert part['sha256'] == same['sha256']
        path = open_storage(folder).fetch(f'{first["run"]}/{part["path"]}', tmp_path)
        key = json.loads(subprocess.check_output([*find_command(), 'stat', path, '--json']))['schema']['key']
        assert (key['index'], key['ordered'], key['columns'], key['indexes']) == ('compact', True, ['id'], ['small', 'nickname'])


@pytest.mark.parametrize('partitions', [1, 3])
def test_equal_records_are_stored_once(spark, folder, partitions):
    """Records that hold their key differ: of the others the keys come back, too, where tasks left parts that were put together."""
    rows = spark.range(0, 2000, 1, partitions).selectExpr(
        "concat('k', id) as key", 'cast(id % 20 as int) as n', "concat('name ', id % 20) as name"
    )
    for shards in (1, 2):
        options = {'key': 'key', 'shards': shards, 'dedupe': 'true' if shards == 1 else 512, 'select': 'n,name'}
        manifest = sharedbuffers_spark.write_dataset(rows, folder, partition=shards == 2, sections=True, **options)
        assert (manifest['entries'], manifest['records']) == (2000, 20 * shards)
        back = sharedbuffers_spark.read_dataset(spark, folder)
        assert sorted(back.collect()) == sorted(rows.collect())
        assert [tuple(row) for row in sharedbuffers_spark.read_dataset(spark, folder, keys=['k47']).collect()] == [('k47', 7, 'name 7')]


@pytest.mark.parametrize('partitions', [1, 3])
def test_of_one_key_a_record_is_kept(spark, folder, partitions):
    rows = spark.range(0, 3000, 1, partitions).selectExpr('id % 500 - 100 as user', 'id as visit')
    for shards in (1, 4):
        options = {'key': 'user', 'shards': shards, 'discardDuplicateKeys': True}
        manifest = sharedbuffers_spark.write_dataset(rows, folder, partition=shards == 4, **options)
        assert manifest['entries'] == 500
        found = [tuple(row) for row in sharedbuffers_spark.read_dataset(spark, folder).collect()]
        assert sorted(user for user, _ in found) == list(range(-100, 400))
        assert all(visit % 500 - 100 == user for user, visit in found)
        # Of one partition, the first.
        assert partitions == 3 or shards == 4 or all(visit < 500 for _, visit in found)
