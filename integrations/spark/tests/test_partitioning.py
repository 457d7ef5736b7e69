"""Shards as Spark's own hash tells them, and as numbers for Arrow."""
import pyarrow as pa
import pytest
from pyspark.sql import functions

from sharedbuffers_spark import OptionError, repartition_by_shard, shard_column
from sharedbuffers_spark.partitioning import murmur3_preimages, shards_of


@pytest.fixture(scope='module')
def keys(spark):
    return spark.range(-3000, 3000).selectExpr(
        'id', 'cast(id as int) as number', 'cast(id as smallint) as small', 'cast(id % 100 as tinyint) as tiny',
        "concat('é漢字', repeat('x', cast(abs(id) % 50 as int)), id) as text", 'named_struct("text", cast(id as string)) as inner',
    ).withColumn('bytes', functions.col('text').cast('binary'))


@pytest.mark.parametrize('key', ['id', 'number', 'small', 'tiny', 'text', 'bytes', 'inner.text'])
def test_shards_are_those_of_spark(keys, key):
    rows = keys.select(functions.col(key).alias('key'), shard_column(keys, key, 64).alias('shard')).collect()
    assert shards_of(pa.array([row.key for row in rows]), 64).tolist() == [row.shard for row in rows]


@pytest.mark.parametrize('earlier', [False, True])
def test_partitions_are_shards(keys, earlier):
    class Earlier:
        """A DataFrame of a Spark that cannot be told of partitions."""

        schema, repartition = keys.schema, keys.repartition

        def __getitem__(self, name):
            return keys[name]

    laid = repartition_by_shard(Earlier() if earlier else keys, 'text', 32)
    pairs = laid.select(functions.spark_partition_id(), shard_column(laid, 'text', 32)).distinct().collect()
    assert sorted(tuple(pair) for pair in pairs) == [(shard, shard) for shard in range(32)]


def test_numbers_whose_hash_is_known(spark):
    numbers = murmur3_preimages(4096)
    df = spark.createDataFrame([(number,) for number in numbers], 'number int')
    assert [row[0] for row in df.select(functions.hash('number')).collect()] == list(range(4096))


def test_missing_keys_have_no_shard():
    assert shards_of(pa.array([None, 'a'], pa.string()), 1).tolist() == [-1, 0]
    assert shards_of(pa.array([None, 1], pa.int32()), 1).tolist() == [-1, 0]


@pytest.mark.parametrize('shards', [0, 3, 2 ** 17, 1.0, None])
def test_numbers_of_shards_that_cannot_be(keys, shards):
    with pytest.raises(OptionError, match='a power of two'):
        shard_column(keys, 'id', shards)
