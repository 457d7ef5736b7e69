"""`write_dataset` and `read_dataset`, which need no data source: these tests run on an earlier Spark, too."""
import os
import signal

import pytest
from places import places
from pyspark import TaskContext
from watching import Watcher

from sharedbuffers_spark import ConflictError, read_dataset, write_dataset
from sharedbuffers_spark.manifest import read_current
from sharedbuffers_spark.plan import write_plan
from sharedbuffers_spark.publish import commit
from sharedbuffers_spark.storage import open_storage

ROWS = 20_000


def test_rows_of_every_type(spark, place, compare, figure):
    manifest = write_dataset(places(spark, ROWS), place, key='key', shards=8, expectedRows=ROWS)
    assert (manifest['entries'], manifest['shards']) == (ROWS, 8)
    compare('compare.js', place, rows=ROWS)
    back = read_dataset(spark, place)
    assert back.count() == ROWS
    assert back.where("key = concat('place-', id) and number = id and amount = cast(id * 1.25 as decimal(18, 4))").count() == ROWS
    figure(spark=spark.version, rows=ROWS)


def test_a_task_that_is_killed_half_way(spark, folder, compare):
    def dying(batches):
        for number, batch in enumerate(batches):
            context = TaskContext.get()
            if number == 1 and context.partitionId() == 0 and context.attemptNumber() == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            yield batch

    rows = places(spark, ROWS, partitions=2)
    with Watcher(folder) as watcher:
        write_dataset(rows.mapInArrow(dying, rows.schema), folder, key='key', shards=4)
    compare('compare.js', folder, rows=ROWS)
    assert len(watcher.runs) <= 1


def test_a_job_that_fails_leaves_what_was_there(spark, folder, compare):
    write_dataset(places(spark, 100), folder, key='key', shards=2)
    before = read_current(open_storage(folder))
    rows = places(spark, 1000)
    with pytest.raises(Exception, match='no such row'):
        write_dataset(rows.where("assert_true(id <> 77, 'no such row') is null"), folder, key='key', shards=2)
    assert read_current(open_storage(folder)) == before
    compare('compare.js', folder, rows=100)


def test_a_writer_that_was_overtaken(spark, folder, compare):
    rows = places(spark, 100)
    plan = write_plan(rows.schema, {'path': folder, 'key': 'key', 'shards': 2}, True)
    write_dataset(rows, folder, key='key', shards=2)
    with pytest.raises(ConflictError, match='another was published meanwhile'):
        commit(plan, [])
    compare('compare.js', folder, rows=100)
