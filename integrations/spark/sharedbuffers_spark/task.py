"""What one task does: its rows become the file of their shard, or are set aside for those who build it."""
import secrets
import tempfile

from pyspark import TaskContext

from .arrow_rows import arrow_schema_of, conformed, keys_of
from .build_part import build_part
from .errors import OptionError
from .partitioning import shards_of
from .spools import Spools


def spool_name(run, shard, attempt):
    return f'{run}/rows-{shard:05}-{attempt}.arrow'


def write_partition(plan, batches, context=None):
    """
    Writes the rows of a partition, batches of Arrow, and tells `commit` of it, as what JSON holds.

    A partition that `repartition_by_shard` made has the rows of the shard of its own number, and is built here. From any
    other one the rows of each shard go to the data set's storage as they are, and `commit` builds their shards. Rows are set
    aside before anything is built: what a shard lacks because a task died half-way is never seen as a whole one.
    """
    context = context or TaskContext.get()
    partition = context.partitionId()
    attempt = f'{context.taskAttemptId()}-{secrets.token_hex(4)}'
    storage = plan.storage()
    with tempfile.TemporaryDirectory(prefix='sharedbuffers-', dir=plan.place.temp_dir) as folder:
        spools = Spools(folder, arrow_schema_of(plan.schema))
        skipped = set_aside(plan, batches, spools, partition)
        rows = sum(spools.rows.values())
        message = {'partition': partition, 'rows': rows, 'skipped': skipped, 'built': None, 'spools': []}
        if not spools.rows and partition < plan.options.shards:
            message['built'] = build_part(plan, storage, partition, attempt, spools.empty(partition), folder)
        elif set(spools.rows) == {partition}:
            message['built'] = build_part(plan, storage, partition, attempt, spools.path(partition), folder)
        else:
            for shard, count in spools.rows.items():
                name = spool_name(plan.run, shard, attempt)
                storage.add(name, spools.path(shard))
                message['spools'].append({'shard': shard, 'rows': count, 'name': name})
        return message


def set_aside(plan, batches, spools, partition):
    """Gives how many rows without a key were passed over. Raises `OptionError` for such a row where that was not asked for."""
    skipped = seen = 0
    for batch in batches:
        batch = conformed(batch, spools.schema)
        shards = shards_of(keys_of(batch, plan.schema, plan.options.key), plan.options.shards)
        missing = shards < 0
        if missing.any():
            if not plan.options.skip_missing_key:
                row = seen + int(missing.argmax())
                raise OptionError(
                    f'row {row} of partition {partition} has no {plan.options.key}, its key: '
                    'filter such rows out, or pass over them with .option("skipMissingKey", True)'
                )
            skipped += int(missing.sum())
            batch, shards = batch.filter(~missing), shards[~missing]
        seen += len(missing)
        spools.add(batch, shards)
    spools.finish()
    return skipped
