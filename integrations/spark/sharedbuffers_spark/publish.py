"""Making the shards of all tasks a version that is read, in one step, or removing them."""
import logging
import os
import secrets
import tempfile
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql.types import StructType

from .arrow_rows import arrow_schema_of
from .arrow_stream import read_stream, write_stream
from .build_part import build_part
from .dump import dumped, key_apart
from .errors import ConflictError, DatasetError
from .manifest import CURRENT, current_of, json_bytes, manifest_name, manifest_of, read_current

log = logging.getLogger(__name__)


def commit(plan, messages):
    """
    Publishes what the tasks told, one message a partition, and gives the manifest. Until its last step readers see the version
    before. Raises `DatasetError` where something is missing, `ConflictError` where another version was published meanwhile.
    """
    if any(message is None for message in messages):
        raise DatasetError(f'a task of run {plan.run} ended without a message: nothing was published')
    storage = plan.storage()
    rows = sum(message['rows'] for message in messages)
    check_rows(plan, rows, sum(message['skipped'] for message in messages))
    # Who has lost already need not build first.
    check_current(plan, storage)
    built = all_built(plan, storage, messages)
    parts = [each['part'] for each in built]
    check_parts(plan, storage, built, rows)
    repeated = sum(each['repeated'] for each in built)
    if repeated and '--multi' not in plan.options.build:
        log.warning('%s records of run %s have keys that came before: get finds the first of each', repeated, plan.run)
    discarded = sum(each['discarded'] for each in built)
    if discarded:
        log.warning('%s records of run %s are behind no key: an earlier one has it', discarded, plan.run)
    spark = {'schema': stored_columns(plan, built[0]['schema']).jsonValue(), 'key': plan.options.key}
    manifest = manifest_of(plan.run, built[0]['key'], built[0]['schema'], parts, spark)
    check_current(plan, storage)
    storage.create(manifest_name(plan.run), json_bytes(manifest))
    try:
        storage.replace(CURRENT, json_bytes(current_of(plan.run)), plan.version)
    except ConflictError as error:
        # It never was read: nobody shall go back to it.
        storage.remove([manifest_name(plan.run)])
        raise lost(plan, storage) from error
    remove_orphans(plan, storage, parts)
    return manifest


def abort(plan):
    """
    Removes what the tasks left, unless it was published: a `commit` that failed may have come so far, as where the answer to its
    last request was lost.
    """
    storage = plan.storage()
    if storage.read(manifest_name(plan.run)) is None:
        storage.remove(list(storage.sizes(plan.run)))


def check_rows(plan, rows, skipped):
    expected = plan.options.expected_rows
    if expected is not None and rows + skipped != expected:
        raise DatasetError(f'{rows + skipped:,} rows came, and expectedRows are {expected:,}: nothing was published')


def check_current(plan, storage):
    if read_current(storage)[0] != plan.replaces:
        raise lost(plan, storage)


def lost(plan, storage):
    return ConflictError(
        f'{storage}/{CURRENT} leads to run {read_current(storage)[0] or "none"}, not to {plan.replaces or "none"}, from which '
        f'this one began: another was published meanwhile. Run {plan.run} was not published; write it anew from what is there now'
    )


def all_built(plan, storage, messages):
    """What is known of each shard, in their order: those that no task built are built here, from the rows set aside for them."""
    sources = [[] for _ in range(plan.options.shards)]
    for message in sorted(messages, key=lambda message: message['partition']):
        if message['built'] is not None and message['built']['part']['records'] > 0:
            sources[message['built']['part']['shard']].append(message['built'])
        for spool in message['spools']:
            sources[spool['shard']].append(spool)
    empty = {
        message['built']['part']['shard']: message['built'] for message in messages
        if message['built'] is not None and message['built']['part']['records'] == 0
    }
    wanting = [
        shard for shard, each in enumerate(sources)
        if not (len(each) == 1 and 'part' in each[0]) and not (not each and shard in empty)
    ]
    if any(sources[shard] for shard in wanting):
        log.warning(
            'rows of run %s were not partitioned by shard: %s of its shards are built by the driver alone. Partition them before '
            'they are written, with sharedbuffers_spark.repartition_by_shard, or use write_dataset',
            plan.run, len(wanting),
        )
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
        merged = dict(zip(wanting, threads.map(lambda shard: merge(plan, storage, shard, sources[shard]), wanting)))
    return [merged.get(shard) or (each or [empty.get(shard)])[0] for shard, each in enumerate(sources)]


def merge(plan, storage, shard, sources):
    """Builds a shard from all that tasks left for it: rows set aside, and parts, whose rows are read back."""
    schema = arrow_schema_of(plan.schema)
    with tempfile.TemporaryDirectory(prefix='sharedbuffers-', dir=plan.place.temp_dir) as folder:

        def batches(source):
            if 'part' in source:
                path = storage.fetch(f'{plan.run}/{source["part"]["path"]}', folder)
                yield from dumped(plan.place.command, path, schema, folder, key=key_apart(plan.key, source['schema']))
            else:
                yield from read_stream(storage.fetch(source['name'], folder))

        rows = os.path.join(folder, 'rows.arrow')
        write_stream(rows, schema, (batch for source in sources for batch in batches(source)))
        built = build_part(plan, storage, shard, f'merged-{secrets.token_hex(4)}', rows, folder)
    # Of parts, what had a key came back.
    before = sum(source['discarded'] for source in sources if 'part' in source)
    return {**built, 'rows': built['rows'] + before, 'discarded': built['discarded'] + before}


def stored_columns(plan, schema):
    """The columns that the records have, or the keys."""
    apart = key_apart(plan.key, schema)
    return StructType([field for field in plan.schema.fields if field.name in schema['fields'] or field.name == apart])


def check_parts(plan, storage, built, rows):
    """Every shard, of the same keys and records, all rows, and each file as it was described."""
    records = sum(each['part']['records'] for each in built)
    entries = sum(each['part']['entries'] for each in built)
    taken = sum(each['rows'] for each in built)
    discarded = sum(each['discarded'] for each in built)
    # Equal records are stored once, and those that are discarded once more when their shard is put together, where that is asked for.
    fewer = any(word in plan.options.build for word in ('--dedupe', '--discard-duplicate-keys'))
    if taken != rows or entries + discarded != rows or (records != rows and not fewer):
        raise DatasetError(f'{rows:,} rows came, and the shards of run {plan.run} have {records:,} records of {entries:,} keys')
    sizes = storage.sizes(plan.run)
    for shard, each in enumerate(built):
        part = each['part']
        if part['shard'] != shard or (each['key'], each['schema']) != (built[0]['key'], built[0]['schema']):
            raise DatasetError(f'{part["path"]} of run {plan.run} is not of shard {shard}, or of other records than the first')
        if sizes.get(f'{plan.run}/{part["path"]}') != part['bytes']:
            raise DatasetError(f'{storage}/{plan.run}/{part["path"]} is missing, or has not the {part["bytes"]:,} bytes it was built with')


def remove_orphans(plan, storage, parts):
    """Removes what tries left that did not count. What comes later, of tasks that still run, is listed nowhere."""
    used = {f'{plan.run}/{part["path"]}' for part in parts}
    used |= {name.removesuffix('.sb') + '.json' for name in used} | {manifest_name(plan.run)}
    try:
        storage.remove([name for name in storage.sizes(plan.run) if name not in used])
    except Exception:
        log.warning('what failed tasks left in run %s was not removed', plan.run, exc_info=True)
