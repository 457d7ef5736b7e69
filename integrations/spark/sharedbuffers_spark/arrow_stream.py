"""Streams of Arrow in files."""
import pyarrow as pa


def write_stream(path, schema, batches):
    with pa.OSFile(path, 'wb') as file, pa.ipc.new_stream(file, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def read_stream(path):
    """The batches of a stream, one at a time."""
    with pa.OSFile(path, 'rb') as file, pa.ipc.open_stream(file) as reader:
        yield from reader
