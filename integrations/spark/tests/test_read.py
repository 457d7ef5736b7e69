"""Data sets read back into Spark: those that it wrote, and those of other programs."""
import subprocess

import pytest
from places import places
from test_write import save

import sharedbuffers_spark
from sharedbuffers_spark.command import find_command
from sharedbuffers_spark.storage import open_storage

ROWS = 20_000


def load(spark, place, **options):
    return spark.read.format('sharedbuffers').options(**options).load(place)


@pytest.fixture(scope='module')
def rows(spark):
    return places(spark, ROWS)


@pytest.fixture(scope='module', params=['folder', 'object storage'])
def written(spark, rows, storage, request, tmp_path_factory):
    """Where the rows were written to, once for all of these tests."""
    folder = tmp_path_factory.mktemp('read')
    place = str(folder) if request.param == 'folder' else f's3a://{storage["bucket"]}/{folder.parent.name}/{folder.name}'
    save(sharedbuffers_spark.repartition_by_shard(rows, 'key', 8), place, shards=8)
    return place


def test_rows_come_back_as_they_were(spark, rows, written):
    back = load(spark, written)
    assert back.schema.simpleString() == rows.schema.simpleString()
    assert back.rdd.getNumPartitions() == 8
    assert same_rows(back, rows)


def same_rows(one, other):
    # Spark compares no maps, whose entries have no order.
    plain = [f'array_sort(map_entries({name})) as {name}' if kind.startswith('map') else name for name, kind in one.dtypes]
    left, right = one.selectExpr(*plain), other.selectExpr(*plain)
    return left.exceptAll(right).isEmpty() and right.exceptAll(left).isEmpty()


def test_a_key_is_looked_up_in_its_shard(spark, written, figure):
    found = load(spark, written).where("key = 'place-77'")
    assert found.rdd.getNumPartitions() == 1
    assert [row.id for row in found.collect()] == [77]
    several = load(spark, written).where("key in ('place-1', 'place-5', 'none')")
    assert several.rdd.getNumPartitions() <= 3
    assert sorted(row.id for row in several.collect()) == [1, 5]
    assert load(spark, written).where("key = 'none'").isEmpty()
    assert load(spark, written).where("key = 'place-77' and id = 78").isEmpty()
    assert load(spark, written).where("key = 'place-77' and key = 'place-78'").isEmpty()
    assert [row.id for row in load(spark, written).where('id = 78').collect()] == [78]
    figure(partitions_read_for_a_key=1, of=8)


def test_keys_of_several_lines_and_none(spark, folder):
    keys = ['a\nb', '', ' ', 'a', '"a"', '["a"]', 'é', '\u2028']
    rows = spark.createDataFrame([(key, at) for at, key in enumerate(keys)], 'key string, at int')
    save(rows, folder, shards=2)
    for at, key in enumerate(keys):
        df = load(spark, folder)
        assert [row.at for row in df.where(df.key == key).collect()] == [at], repr(key)


def test_where_pushing_is_off(spark, written):
    name = 'spark.sql.python.filterPushdown.enabled'
    spark.conf.set(name, 'false')
    try:
        assert [row.id for row in load(spark, written).where("key = 'place-77'").collect()] == [77]
    finally:
        spark.conf.set(name, 'true')


def test_an_earlier_version(spark, folder):
    first = sharedbuffers_spark.write_dataset(places(spark, 10), folder, key='key', shards=2)
    sharedbuffers_spark.write_dataset(places(spark, 20), folder, key='key', shards=4)
    assert load(spark, folder).count() == 20
    assert load(spark, folder, run=first['run']).count() == 10


def test_without_the_data_source(spark, rows, written):
    assert same_rows(sharedbuffers_spark.read_dataset(spark, written), rows)
    found = sharedbuffers_spark.read_dataset(spark, written, keys=['place-3', 'none', 'place-4'])
    assert sorted(row.id for row in found.collect()) == [3, 4]


def test_a_data_set_of_another_program(spark, tmp_path):
    lines = tmp_path / 'rows.ndjson'
    lines.write_text('\n'.join(f'{{"id": {id}, "name": "n{id}", "at": [1.5, null], "in": {{"x": {id}}}}}' for id in range(300)))
    other = tmp_path / 'other'
    subprocess.check_call([*find_command(), 'build', lines, '-o', other, '--key', 'id', '--shards', '4', '--quiet'], stderr=subprocess.DEVNULL)
    df = load(spark, str(other))
    assert df.schema.simpleString() == 'struct<$key:decimal(20,0),id:bigint,name:string,at:array<double>,in:struct<x:bigint>>'
    assert df.where('`$key` = id and name = concat("n", id) and in.x = id').count() == 300


@pytest.mark.parametrize('options, why', [({}, 'is no data set'), ({'run': 'none'}, 'is missing')])
def test_what_is_not_there(spark, folder, options, why):
    with pytest.raises(Exception, match=why):
        load(spark, folder, **options)


def test_a_shard_that_was_lost(spark, folder):
    manifest = sharedbuffers_spark.write_dataset(places(spark, 10), folder, key='key', shards=4)
    storage = open_storage(folder)
    storage.remove([f'{manifest["run"]}/{manifest["parts"][3]["path"]}'])
    with pytest.raises(Exception, match='part-00003'):
        load(spark, folder).count()
