"""What writers and readers are asked for, by names that Spark passes in any case."""
import json
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Optional

from .errors import OptionError
from .manifest import check_run
from .partitioning import check_shards

#: A number, or whether at all.
NUMBER_OR_BOOL = (int, bool)
KINDS = {bool: 'true or false', int: 'a whole number', NUMBER_OR_BOOL: 'true or false, or a whole number'}
#: What `sharedbuffers build` is asked for by a word: its option, and the kind of value.
BUILD = {
    'multi': ('--multi', bool),
    'width': ('--width', int),
    'index': ('--index', str),
    'ordered': ('--ordered', bool),
    'filter': ('--filter', bool),
    'dedupe': ('--dedupe', NUMBER_OR_BOOL),
    'discardDuplicateKeys': ('--discard-duplicate-keys', bool),
    'columns': ('--column', list),
    'indexes': ('--index-on', list),
    'select': ('--select', str),
    'ignoreUnknown': ('--ignore-unknown', bool),
    'reproducible': ('--reproducible', bool),
    'keepFree': ('--keep-free', int),
    'threads': ('--threads', int),
}
#: What every file of a data set has, and why it cannot be denied.
NEEDED = {
    'sections': 'they say what the keys of a file are, by which it is opened, checked and published; index="none" and checksums=False '
                'make smaller files',
    'describeStructs': 'by it files are verified, and read without a declaration, as Spark reads them',
}
PLACE = ('path', 'endpoint', 'region', 'command', 'tempDir', 'run')
WRITE = ('key', 'shards', 'schema', 'skipMissingKey', 'checksums', 'verify', 'expectedRows', *NEEDED, *BUILD)


@dataclass(frozen=True)
class Place:
    """Where a data set is, and by which means it is read and written."""

    path: str
    endpoint: Optional[str] = None
    region: Optional[str] = None
    command: Optional[str] = None
    #: Where executors keep files for the length of a task; None for the system's folder.
    temp_dir: Optional[str] = None
    run: Optional[str] = None


@dataclass(frozen=True)
class WriteOptions:
    key: str
    shards: int
    #: A schema as `stat --json` prints it, instead of that of the DataFrame.
    schema: Optional[dict]
    skip_missing_key: bool
    verify: bool
    expected_rows: Optional[int]
    #: Further arguments of `sharedbuffers build`.
    build: tuple


def place_of(options):
    """Raises `OptionError` for what is missing, unknown or of the wrong kind."""
    given = known(options, PLACE)
    if not given.get('path'):
        raise OptionError('say where the data set is: .option("path", "s3a://BUCKET/FOLDER"), or load(PATH), save(PATH)')
    run = given.get('run')
    if run is not None:
        check_run(run)
    return Place(
        given['path'], given.get('endpoint'), given.get('region'), given.get('command'), given.get('tempDir'), run
    )


def write_options_of(options):
    """Raises `OptionError` as `place_of` does."""
    given = known(options, WRITE)
    for name in ('key', 'shards'):
        if not given.get(name):
            raise OptionError(f'the option {name} is missing: .option("key", "id").option("shards", 64)')
    shards = value_of('shards', given['shards'], int)
    check_shards(shards)
    for name, why in NEEDED.items():
        if not value_of(name, given.get(name, True), bool):
            raise OptionError(f'{name} cannot be left out of data sets: {why}')
    build = []
    for name, (flag, kind) in BUILD.items():
        build += arguments_of(name, flag, kind, given.get(name))
    if {'--multi', '--discard-duplicate-keys'} <= set(build):
        raise OptionError('multi keeps all records of a key, and discardDuplicateKeys the first: leave out one of the two')
    if not value_of('checksums', given.get('checksums', True), bool):
        build.append('--no-checksums')
    if 'threads' not in given:
        # Spark keeps the other cores busy.
        build += ['--threads', '1']
    rows = given.get('expectedRows')
    return WriteOptions(
        str(given['key']),
        shards,
        schema_of(given.get('schema')),
        value_of('skipMissingKey', given.get('skipMissingKey', False), bool),
        value_of('verify', given.get('verify', True), bool),
        None if rows is None else value_of('expectedRows', rows, int),
        tuple(build),
    )


def arguments_of(name, flag, kind, given):
    if given is None:
        return []
    value = value_of(name, given, kind)
    if isinstance(value, bool):
        return [flag] if value else []
    if kind is list:
        return [word for each in value for word in (flag, each)]
    return [flag, str(value)]


def known(options, names):
    """Those of the options that are called as these. Raises `OptionError` for what nobody knows."""
    spelled = {name.lower(): name for name in (*PLACE, *WRITE)}
    for name in options:
        if name.lower() not in spelled:
            near = get_close_matches(name.lower(), spelled, 1)
            hint = f'; did you mean {spelled[near[0]]}?' if near else f': there are {", ".join(spelled.values())}'
            raise OptionError(f'there is no option {name}{hint}')
    found = {spelled[name.lower()]: value for name, value in options.items()}
    return {name: value for name, value in found.items() if name in names and value is not None}


def value_of(name, value, kind):
    if kind is list:
        return [each.strip() for each in value.split(',')] if isinstance(value, str) else [str(each) for each in value]
    text = str(value).strip()
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if bool in kinds and text.lower() in ('true', 'false'):
        return text.lower() == 'true'
    if int in kinds and text.isascii() and text.isdigit():
        return int(text)
    if kind is str:
        return text
    raise OptionError(f'{name} is {KINDS[kind]}, not {value!r}')


def schema_of(given):
    if given is None or isinstance(given, dict):
        return given
    try:
        value = json.loads(given)
    except ValueError:
        value = None
    if not isinstance(value, dict) or not isinstance(value.get('fields', value.get('schema')), dict):
        raise OptionError('schema is JSON with "fields", as `sharedbuffers stat --json` prints it')
    return value
