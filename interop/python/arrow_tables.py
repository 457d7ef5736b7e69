"""Tables of many types as pyarrow writes and reads them, with values in plain JSON."""
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
import math
import random

import numpy
import pyarrow as pa
from pyarrow import feather, parquet

SAFE = 2 ** 53
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def integer(bits, signed):
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    return lambda rng: rng.choice((low, high, 0, rng.randint(low, high)))


def text(rng):
    return rng.choice(('', 'a', 'é', '漢字', '😀', 'x' * 300, 'line\nline', str(rng.random())))


def binary(rng):
    return bytes(rng.randrange(256) for _ in range(rng.randrange(5)))


def instant(rng):
    return EPOCH + timedelta(microseconds=rng.randint(-10 ** 15, 4 * 10 ** 15))


def day(rng):
    return date(1900, 1, 1) + timedelta(days=rng.randrange(80000))


def decimal(digits, scale):
    return lambda rng: Decimal(f'{rng.randint(-10 ** digits + 1, 10 ** digits - 1)}E-{scale}')


def number(rng):
    return rng.choice((0.0, -0.0, 1.5, 1e300, math.inf, math.nan, rng.uniform(-1e6, 1e6)))


def half(rng):
    return rng.choice((0.0, 1.5, -2.25, 65504.0))


def items(item, hole=True):
    return lambda rng: [None if hole and rng.random() < 0.2 else item(rng) for _ in range(rng.randrange(4))]


def struct(rng):
    return {'n': rng.randrange(100), 's': text(rng)}


def pairs(rng):
    return [(key, rng.randrange(100)) for key in rng.sample(('a', 'b', 'é', ''), rng.randrange(4))]


TYPES = {
    **{f'int{bits}': (getattr(pa, f'int{bits}')(), integer(bits, True)) for bits in (8, 16, 32, 64)},
    **{f'uint{bits}': (getattr(pa, f'uint{bits}')(), integer(bits, False)) for bits in (8, 16, 32, 64)},
    'half': (pa.float16(), half),
    'single': (pa.float32(), half),
    'double': (pa.float64(), number),
    'bool': (pa.bool_(), lambda rng: rng.random() < 0.5),
    'text': (pa.string(), text),
    'large_text': (pa.large_string(), text),
    'enumeration': (pa.dictionary(pa.int32(), pa.string()), lambda rng: rng.choice(('red', 'green', 'é'))),
    'binary': (pa.binary(), binary),
    'fixed': (pa.binary(3), lambda rng: bytes(rng.randrange(256) for _ in range(3))),
    'small_decimal': (pa.decimal128(9, 2), decimal(9, 2)),
    'large_decimal': (pa.decimal128(38, 10), decimal(38, 10)),
    'day': (pa.date32(), day),
    'micros': (pa.timestamp('us', tz='UTC'), instant),
    'millis': (pa.timestamp('ms'), lambda rng: instant(rng).replace(microsecond=rng.randrange(1000) * 1000, tzinfo=None)),
    'clock': (pa.time64('us'), lambda rng: time(rng.randrange(24), 59, 58)),
    'list': (pa.list_(pa.int64()), items(integer(64, True))),
    'lists': (pa.list_(pa.list_(pa.string())), items(items(text))),
    'struct': (pa.struct([('n', pa.int32()), ('s', pa.string())]), struct),
    'structs': (pa.list_(pa.struct([('n', pa.int32()), ('s', pa.string())])), items(struct)),
    'map': (pa.map_(pa.string(), pa.int32()), pairs),
}


def plain(value):
    """Integers beyond what JSON holds, and numbers that it lacks, as text; instants as microseconds."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) < SAFE else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value).replace('nan', 'NaN').replace('inf', 'Infinity')
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
        return plain((aware - EPOCH) // timedelta(microseconds=1))
    if isinstance(value, Decimal):
        return f'{value:f}'
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items() if item is not None}
    return [plain(item) for item in value]


def of_kind(kind):
    """pyarrow takes halves of numpy only."""
    return lambda value: numpy.float16(value) if kind == pa.float16() and value is not None else value


def write_table(path, form, rows, seed, options):
    """Writes random rows of all types, about a third of them null, and gives the rows."""
    rng = random.Random(seed)
    values = {
        name: [None if rng.random() < 0.3 else make(rng) for _ in range(rows)] for name, (_, make) in TYPES.items()
    }
    table = pa.table({name: pa.array(map(of_kind(kind), values[name]), kind) for name, (kind, _) in TYPES.items()})
    if form == 'parquet':
        parquet.write_table(table, path, **options)
    elif form == 'stream':
        with pa.OSFile(path, 'wb') as file, pa.ipc.new_stream(file, table.schema) as writer:
            writer.write_table(table, **options)
    else:
        feather.write_feather(table, path, **options)
    return [plain({name: values[name][row] for name in TYPES}) for row in range(rows)]


def read_table(path, form):
    if form == 'parquet':
        table = parquet.read_table(path)
    elif form == 'stream':
        with pa.OSFile(path, 'rb') as file:
            table = pa.ipc.open_stream(file).read_all()
    else:
        table = feather.read_table(path)
    return {'types': {field.name: str(field.type) for field in table.schema}, 'rows': plain(table.to_pylist())}
