"""One shard's file, built and verified by the `sharedbuffers` program."""
import json
import os

from .command import find_command, run
from .errors import BuildError

#: The description of a part, as it stands in a manifest; the last two only where keys are in an order.
PART = ('shard', 'path', 'entries', 'records', 'bytes', 'sha256', 'buildId', 'min', 'max')


def build_part(plan, storage, shard, attempt, rows, folder):
    """
    Builds the shard of the rows in an Arrow stream, a file, and brings it to the data set: `{'part', 'key', 'schema', 'rows',
    'repeated', 'discarded'}`.
    `folder` is for temporary files. Raises `BuildError`.
    """
    options, command = plan.options, find_command(plan.place.command)
    schema = os.path.join(folder, f'schema-{shard}.json')
    with open(schema, 'w', encoding='utf-8') as file:
        json.dump(plan.record_schema, file)
    target = storage.path if storage.local else folder
    of_shard = ['--shards', str(options.shards), '--shard', str(shard), '--run', plan.run, '--attempt', attempt]
    arguments = ['build', rows, '--format', 'arrow', '-o', target, *of_shard, '--key', options.key, '--schema', schema]
    report = run(command, [*arguments, *options.build, '--json'], folder)
    part = {name: report[name] for name in PART if name in report}
    path = os.path.join(target, plan.run, part['path'])
    if options.verify:
        found = run(command, ['verify', path, '--json'], folder)
        if not found.get('ok', True):
            raise BuildError(f'{path} was built, and does not verify: {found}')
    if not storage.local:
        storage.add(f'{plan.run}/{part["path"]}', path)
        os.unlink(path)
    return {
        'part': part, 'key': report['key'], 'schema': report['schema'], 'rows': report['rows'],
        'repeated': report['repeatedKeys'], 'discarded': report['discarded'],
    }
