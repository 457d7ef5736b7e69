"""The data source "sharedbuffers", of Spark 4: `df.write.format("sharedbuffers")`, `spark.read.format("sharedbuffers")`."""
import sys

from pyspark.sql.datasource import (
    DataSource, DataSourceArrowWriter, DataSourceReader, EqualNullSafe, EqualTo, In, InputPartition, WriterCommitMessage,
)

from .plan import write_plan
from .publish import abort, commit
from .read_plan import columns_of, read_plan, read_shard
from .task import write_partition


class SharedBuffersDataSource(DataSource):
    """Options are in the package's README."""

    @classmethod
    def name(cls):
        return 'sharedbuffers'

    def schema(self):
        return columns_of(read_plan(self.options))

    def reader(self, schema):
        # Spark refuses a reader that takes filters where it was not told to push them down, and says so only by who asks.
        pushing = 'pushdown' in sys._getframe(1).f_code.co_filename
        return (KeyReader if pushing else ShardReader)(read_plan(self.options), schema)

    def writer(self, schema, overwrite):
        return ShardWriter(write_plan(schema, self.options, overwrite))


class Written(WriterCommitMessage):
    def __init__(self, message):
        self.message = message


class ShardWriter(DataSourceArrowWriter):
    def __init__(self, plan):
        self.plan = plan

    def write(self, iterator):
        return Written(write_partition(self.plan, iterator))

    def commit(self, messages):
        commit(self.plan, [each and each.message for each in messages])

    def abort(self, messages):
        abort(self.plan)


class Shard(InputPartition):
    """A partition: the number of a shard, or None for nothing to read."""


class ShardReader(DataSourceReader):
    def __init__(self, plan, columns):
        self.plan, self.columns = plan, columns

    def partitions(self):
        return [Shard(number) for number in self.plan.wanted()] or [Shard(None)]

    def read(self, partition):
        if partition.value is not None:
            yield from read_shard(self.plan, partition.value, self.columns)


class KeyReader(ShardReader):
    """Reads only the shards and records of keys that are asked for by their value."""

    def pushFilters(self, filters):
        for each in filters:
            values = keys_of(each) if getattr(each, 'attribute', None) == self.plan.key else None
            if values is not None and self.plan.keys is None:
                self.plan = self.plan.of_keys(values)
            # Spark looks once more, at the few rows that are left.
            yield each


def keys_of(condition):
    """The keys that can fulfil a condition on the key; None for all that it does not name."""
    if isinstance(condition, In):
        values = condition.value
    elif isinstance(condition, (EqualTo, EqualNullSafe)):
        values = [condition.value]
    else:
        return None
    kept = [value for value in dict.fromkeys(values) if value is not None]
    fits = all(type(value) is type(kept[0]) and isinstance(value, (int, str)) for value in kept)
    return kept if kept and fits else None
