"""Which shard a key is in (docs/datasets.md 2): as a column of Spark, as numbers for Arrow's arrays, and rows laid out by it."""
import numpy
import pyarrow as pa
import xxhash
from pyspark.sql import functions
from pyspark.sql.types import BinaryType, ByteType, IntegerType, LongType, ShortType, StringType, StructType

from .errors import OptionError

SEED = 42
MAX_SHARDS = 2 ** 16
#: How text is compared where nothing else is said.
BINARY = 'UTF8_BINARY'
INTEGERS = (ByteType, ShortType, IntegerType, LongType)

U64 = numpy.uint64
PRIME_1, PRIME_2, PRIME_3 = U64(0x9E3779B185EBCA87), U64(0xC2B2AE3D27D4EB4F), U64(0x165667B19E3779F9)
PRIME_4, PRIME_5 = U64(0x85EBCA77C2B2AE63), U64(0x27D4EB2F165667C5)


def check_shards(shards):
    """Raises `OptionError` for what is no power of two from 1 to 65,536."""
    if not (isinstance(shards, int) and 1 <= shards <= MAX_SHARDS and shards & (shards - 1) == 0):
        raise OptionError(f'shards are a power of two from 1 to {MAX_SHARDS:,}, not {shards!r}')


def key_path(schema, key):
    """The names that lead to the key's field: one for a column of that very name, else those between the dots."""
    return (key,) if key in schema.names else tuple(key.split('.'))


def key_type(schema, key):
    """The key's type in Spark. Raises `OptionError` for a column that is not there, or cannot be a key of a data set."""
    kind = schema
    for name in key_path(schema, key):
        if not (isinstance(kind, StructType) and name in kind.names):
            raise OptionError(f'there is no column {key!r} for the key: the columns are {", ".join(schema.names)}')
        kind = kind[name].dataType
    if ',' in key:
        raise OptionError(f'the column {key!r} has a comma in its name, by which keys of several columns are told: rename it')
    if getattr(kind, 'collation', BINARY) != BINARY:
        raise OptionError(f'the column {key!r} has the collation {kind.collation}: keys are compared by their bytes')
    if not isinstance(kind, INTEGERS + (StringType, BinaryType)):
        raise OptionError(
            f'the column {key!r} is of type {kind.simpleString()}, which cannot be a key of a data set: these are text, '
            'bytes and integers. Make a column of one of these and name that'
        )
    return kind


def shard_column(df, key, shards):
    """A column that says in which of `shards` shards the key of a row is, from 0."""
    check_shards(shards)
    kind = key_type(df.schema, key)
    path = key_path(df.schema, key)
    column = df[f'`{path[0]}`'] if len(path) == 1 else functions.col('.'.join(f'`{name}`' for name in path))
    hashed = functions.xxhash64(column.cast('bigint') if isinstance(kind, INTEGERS) else column)
    return functions.pmod(hashed, functions.lit(shards)).cast('int')


def repartition_by_shard(df, key, shards):
    """The same rows in `shards` partitions, each with those of its shard."""
    shard = shard_column(df, key, shards)
    if hasattr(df, 'repartitionById'):
        return df.repartitionById(shards, shard)
    # Before Spark 4.1 partitions are chosen by hashes only: for each shard, an integer whose hash leads to its partition.
    numbers = ', '.join(str(number) for number in murmur3_preimages(shards))
    column = functions.expr(f'array({numbers})')
    return df.repartition(shards, functions.element_at(column, shard + 1))


def murmur3_preimages(count):
    """For each number below `count`, the signed 32-bit integer whose hash in Spark (Murmur3, seed 42) is that number."""
    mask = 0xFFFFFFFF

    def rotated_right(value, bits):
        return (value >> bits | value << 32 - bits) & mask

    def unshifted(value, bits):
        result = value
        for _ in range(32 // bits):
            result = value ^ result >> bits
        return result

    def preimage(value):
        value = unshifted(value, 16)
        value = unshifted(value * pow(0xC2B2AE35, -1, 2 ** 32) & mask, 13)
        value = unshifted(value * pow(0x85EBCA6B, -1, 2 ** 32) & mask, 16)
        value ^= 4
        value = (value - 0xE6546B64) * pow(5, -1, 2 ** 32) & mask
        value = rotated_right(value, 13) ^ SEED
        value = rotated_right(value * pow(0x1B873593, -1, 2 ** 32) & mask, 15)
        value = value * pow(0xCC9E2D51, -1, 2 ** 32) & mask
        return value - 2 ** 32 if value >= 2 ** 31 else value

    return [preimage(number) for number in range(count)]


def shards_of(keys, shards):
    """The shard of each key of an Arrow array, as int64 of numpy; -1 where a key is null."""
    valid = keys.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_integer(keys.type):
        hashes = integer_hashes(keys.cast(pa.int64()).fill_null(0).to_numpy())
    else:
        texts = keys.cast(pa.binary()).fill_null(b'').to_pylist()
        digest = xxhash.xxh64_intdigest
        hashes = numpy.fromiter((digest(text, SEED) for text in texts), U64, len(texts))
    return numpy.where(valid, (hashes & U64(shards - 1)).astype(numpy.int64), -1)


def integer_hashes(values):
    """xxh64 of the 8 bytes of each integer, all of them at once."""
    with numpy.errstate(over='ignore'):
        mixed = rotated_left(values.astype(numpy.int64).view(U64) * PRIME_2, 31) * PRIME_1
        hashed = rotated_left((U64(SEED) + PRIME_5 + U64(8)) ^ mixed, 27) * PRIME_1 + PRIME_4
        hashed = (hashed ^ hashed >> U64(33)) * PRIME_2
        hashed = (hashed ^ hashed >> U64(29)) * PRIME_3
        return hashed ^ hashed >> U64(32)


def rotated_left(values, bits):
    return values << U64(bits) | values >> U64(64 - bits)
