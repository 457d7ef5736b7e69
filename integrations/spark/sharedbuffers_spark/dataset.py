"""Writing and reading a data set without the data source: on Spark 3.5 too, and partitioned by shard on its own."""
import json
import logging

import pyarrow as pa

from .errors import OptionError
from .partitioning import repartition_by_shard
from .plan import write_plan
from .publish import abort, commit
from .read_plan import columns_of, read_plan, read_shard
from .task import write_partition

log = logging.getLogger(__name__)
MODES = ('overwrite', 'append', 'error', 'errorifexists')


def write_dataset(df, path, *, key, shards, mode='overwrite', partition=True, **options):
    """
    Writes the rows of a DataFrame as a new version of the data set at `path`, and makes it the one that is read. Gives its
    manifest, a dict.

    `key` is the column of keys (text, bytes or integers), `shards` a power of two. `partition=False` is for rows that
    `repartition_by_shard` has laid out already. Further options are those of the data source, in the README.

    Raises `OptionError` before anything is built, `DatasetError` where rows were lost, `ConflictError` where another writer
    published meanwhile; errors of tasks come as Spark passes them on. In each case readers keep the version before.
    """
    if mode not in MODES:
        raise OptionError(f'mode is one of {", ".join(MODES)}, not {mode!r}')
    plan = write_plan(df.schema, {**options, 'path': path, 'key': key, 'shards': shards}, mode == 'overwrite')
    laid = repartition_by_shard(df, key, shards) if partition else df

    def write(batches):
        yield pa.record_batch([pa.array([json.dumps(write_partition(plan, batches))])], names=['message'])

    try:
        rows = laid.mapInArrow(write, 'message string').collect()
        return commit(plan, [json.loads(row.message) for row in rows])
    except BaseException:
        try:
            abort(plan)
        except Exception:
            log.warning('what run %s left was not removed', plan.run, exc_info=True)
        raise


def read_dataset(spark, path, *, keys=None, **options):
    """
    The records of a data set as a DataFrame, a partition for each shard; with `keys`, a list, only those of these keys, of which
    each is looked up in its shard. Options are those of the data source.
    """
    plan = read_plan({**options, 'path': path})
    columns = columns_of(plan)
    if keys is not None:
        plan = plan.of_keys(keys)
    shards = plan.wanted()

    def read(batches):
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from read_shard(plan, shards[number], columns)

    return spark.range(0, len(shards), 1, max(1, len(shards))).mapInArrow(read, columns)
