"""What a version is made of, and which version is read (docs/datasets.md 3 and 4)."""
import json
import re
import secrets
from datetime import datetime, timezone

from .errors import DatasetError, OptionError

FORMAT, VERSION = 'sharedbuffers-dataset', 1
HASH = {'name': 'xxh64', 'seed': 42}
CURRENT = 'current.json'
#: Of this package, beside what the format says: the columns' types in Spark, and which one is the key.
SPARK = 'spark'


def new_run(now=None):
    """A name for a version: when it was begun, and something that no other has."""
    now = now or datetime.now(timezone.utc)
    return f'{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z-{secrets.token_hex(4)}'


def check_run(run):
    if not re.fullmatch(r'[0-9A-Za-z][0-9A-Za-z._-]{0,127}', run):
        raise OptionError(f'the name of a run is up to 128 letters, digits, ".", "_" and "-", not {run!r}')


def manifest_name(run):
    return f'{run}/manifest.json'


def manifest_of(run, key, schema, parts, spark):
    """A manifest of one part for each shard, in their order."""
    sums = {name: sum(part[name] for part in parts) for name in ('entries', 'records', 'bytes')}
    time = datetime.now(timezone.utc).isoformat(timespec='milliseconds').replace('+00:00', 'Z')
    return {
        'format': FORMAT, 'version': VERSION, 'run': run, 'time': time, 'key': key, 'schema': schema, 'hash': HASH,
        'shards': len(parts), **sums, SPARK: spark, 'parts': parts,
    }


def current_of(run):
    return {'format': FORMAT, 'version': VERSION, 'run': run, 'manifest': manifest_name(run)}


def json_bytes(value):
    return (json.dumps(value, indent=1, ensure_ascii=False) + '\n').encode()


def read_current(storage):
    """The run that is read, and the version of the file that says so; (None, None) where nothing was published."""
    stored = storage.read(CURRENT)
    if stored is None:
        return None, None
    return parsed(stored.data, f'{storage}/{CURRENT}')['run'], stored.version


def read_manifest(storage, run=None):
    """The manifest of a run, or of the one that is read. Raises `DatasetError` where there is none."""
    run = run or read_current(storage)[0]
    if run is None:
        raise DatasetError(f'{storage} is no data set: it has no {CURRENT}')
    stored = storage.read(manifest_name(run))
    if stored is None:
        raise DatasetError(f'{storage}/{manifest_name(run)} is missing: that run was not published, or was removed')
    name = f'{storage}/{manifest_name(run)}'
    manifest = parsed(stored.data, name)
    if manifest.get('hash') != HASH or len(manifest.get('parts', ())) != manifest.get('shards'):
        raise DatasetError(f'{name} is damaged, or of another program: it contradicts docs/datasets.md 3')
    return manifest


def parsed(data, name):
    try:
        value = json.loads(data)
    except ValueError:
        value = None
    if not isinstance(value, dict) or value.get('format') != FORMAT or not isinstance(value.get('run'), str):
        raise DatasetError(f'{name} is damaged, or of another program')
    if value.get('version') != VERSION:
        raise DatasetError(f'{name} is of version {value.get("version")}; this release reads {VERSION}')
    return value
