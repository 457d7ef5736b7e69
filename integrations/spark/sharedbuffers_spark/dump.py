"""Records of a shard as rows of Arrow, by `sharedbuffers dump`."""
import os
import subprocess

import pyarrow as pa

from .arrow_rows import conformed
from .command import Started, failure, find_command, read_text

#: What the file form of Arrow has in front of the stream in it.
MAGIC = b'ARROW1\0\0'


#: What the keys are called where no field holds them.
KEY = '$key'


def key_apart(path, schema):
    """The column that the keys are in and no record is, by the names that lead to it and the schema of the records; None for none."""
    return path[0] if len(path) == 1 and path[0] not in schema['fields'] else None


def dumped(command, path, schema, folder, arguments=(), key=None):
    """
    Batches of the records in a file, with the columns of an Arrow schema, in one of which, `key`, the keys are to be. Raises
    `BuildError` where they cannot be read. Memory is bounded: the program waits until what it wrote is taken.
    """
    errors = os.path.join(folder, 'dump-errors')
    words = ['dump', path, '--format', 'arrow', '--quiet', '--json', *arguments, *([] if key in schema.names else ['--no-key'])]
    with open(errors, 'wb') as stderr, Started(
        find_command(command), words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr
    ) as process:
        if process.stdout.read(len(MAGIC)) == MAGIC:
            try:
                reader = pa.ipc.open_stream(process.stdout)
                yield from (conformed(with_key(batch, key), schema) for batch in reader)
            except pa.ArrowInvalid:
                # Cut off: what the program says tells why.
                if process.wait() == 0:
                    raise
        # The index behind the stream.
        while process.stdout.read(2 ** 16):
            pass
        if process.wait() != 0:
            raise failure('dump', process.returncode, read_text(errors))


def with_key(batch, key):
    """The batch with its keys under another name."""
    return batch.rename_columns([key if name == KEY else name for name in batch.schema.names]) if key else batch


def dumped_schema(command, path, folder):
    """The Arrow schema that the records in a file come with."""
    target, errors = os.path.join(folder, 'none.arrow'), os.path.join(folder, 'dump-errors')
    words = ['dump', path, '--limit', '0', '--quiet', '--json', '-o', target]
    with open(errors, 'wb') as stderr, Started(find_command(command), words, stdin=subprocess.DEVNULL, stderr=stderr) as process:
        if process.wait() != 0:
            raise failure('dump', process.returncode, read_text(errors))
    with pa.OSFile(target, 'rb') as file, pa.ipc.open_file(file) as reader:
        return reader.schema
