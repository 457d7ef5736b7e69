"""Data sets that Spark writes, opened by TypeScript: every record compared with the formula that made it."""
from places import places

import sharedbuffers_spark

ROWS = 1_000_000


def save(df, place, shards=16, mode='overwrite', **options):
    df.write.format('sharedbuffers').options(key='key', shards=shards, **options).mode(mode).save(place)


def test_a_million_rows_of_every_type(spark, place, compare, figure):
    rows = places(spark, ROWS, partitions=8)
    save(sharedbuffers_spark.repartition_by_shard(rows, 'key', 16), place, expectedRows=ROWS)
    figure(rows=ROWS, shards=16)
    found = compare('compare.js', place, rows=ROWS)
    assert found['shards'] == 16
    figure(compared=found['records'], seconds_to_compare=found['seconds'], MiB_of_the_reader=found['memory'])
