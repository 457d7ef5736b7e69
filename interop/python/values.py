"""Between Python values and JSON, in the encoding that the golden manifest explains under `encoding`."""
from datetime import date, datetime
from decimal import Decimal
import math

import numpy
from sharedbuffers import mapped_struct as ms

SAFE = 2 ** 53
LISTS = (list, ms.proxied_list)
TUPLES = (tuple, ms.proxied_tuple)
SETS = (frozenset, set, ms.proxied_frozenset)
DICTS = (dict, ms.proxied_dict)


class Record:
    """What is packed by a schema that no type is registered for: attributes and nothing else."""


def lcg(seed, length):
    made = bytearray()
    for _ in range(length):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        made.append((seed >> 16) & 0xFF)
    return bytes(made)


def dtype_of(node):
    if not isinstance(node, list):
        return node
    return [(name, dtype_of(inner), *map(tuple, shape)) for name, inner, *shape in node]


def numpy_array(decode, node):
    flat = numpy.frombuffer(bytes.fromhex(node['data']), dtype=dtype_of(node['dtype']))
    return flat.reshape(node['shape'])


class Decoder:
    """Decodes one value; `$shared` nodes of one id become one object."""

    NODES = {
        '$int': lambda self, text: int(text),
        '$f': lambda self, number: float(number),
        '$b': lambda self, text: bytes.fromhex(text),
        '$b_repeat': lambda self, spec: bytes.fromhex(spec[0]) * spec[1],
        '$b_lcg': lambda self, spec: lcg(*spec),
        '$b_concat': lambda self, parts: b''.join(map(self.decode, parts)),
        '$s_repeat': lambda self, spec: spec[0] * spec[1],
        '$tuple': lambda self, items: tuple(map(self.decode, items)),
        '$set': lambda self, items: frozenset(map(self.decode, items)),
        '$dict': lambda self, pairs: {self.decode(key): self.decode(item) for key, item in pairs},
        '$date': lambda self, text: date.fromisoformat(text),
        '$datetime': lambda self, text: datetime.fromisoformat(text),
        '$dec': lambda self, text: Decimal(text),
        '$buf': lambda self, text: memoryview(bytes.fromhex(text)),
        '$nd': numpy_array,
    }

    def __init__(self, classes):
        self.classes = classes
        self.shared = {}

    def decode(self, json):
        if isinstance(json, list):
            return [self.decode(item) for item in json]
        if not isinstance(json, dict):
            return json
        if '$obj' in json:
            made = self.classes.get(json['$obj'], Record)()
            for name, item in json['attrs'].items():
                setattr(made, name, self.decode(item))
            return made
        if '$shared' in json:
            if 'value' in json:
                self.shared[json['$shared']] = self.decode(json['value'])
            return self.shared[json['$shared']]
        (kind, content), = json.items()
        return self.NODES[kind](self, content)


def encode_float(value):
    if math.isnan(value):
        return {'$f': 'nan'}
    if math.isinf(value):
        return {'$f': 'inf' if value > 0 else '-inf'}
    if value == 0 and math.copysign(1, value) < 0:
        return {'$f': '-0.0'}
    return {'$f': value}


def encode_proxy(value):
    attrs = {}
    for name, member in vars(type(value)).items():
        if not isinstance(member, ms.BaseBufferProxyProperty):
            continue
        try:
            attrs[name] = encode(getattr(value, name))
        except AttributeError:
            pass  # missing
    return {'$obj': 'proxy', 'attrs': attrs}


def encode(value):
    """JSON for a value that was read. Sets come in any order."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, numpy.integer)):
        return int(value) if -SAFE <= value <= SAFE else {'$int': str(int(value))}
    if isinstance(value, (float, numpy.floating)):
        return encode_float(float(value))
    if isinstance(value, complex):
        return {'$complex': [encode_float(value.real), encode_float(value.imag)]}
    if isinstance(value, bytes):
        return {'$b': value.hex()}
    if isinstance(value, TUPLES):
        return {'$tuple': [encode(item) for item in value]}
    if isinstance(value, LISTS):
        return [encode(item) for item in value]
    if isinstance(value, SETS):
        return {'$set': [encode(item) for item in value]}
    if isinstance(value, DICTS):
        return {'$dict': [[encode(key), encode(item)] for key, item in value.items()]}
    if isinstance(value, datetime):
        return {'$datetime': value.isoformat()}
    if isinstance(value, date):
        return {'$date': value.isoformat()}
    if isinstance(value, Decimal):
        return {'$dec': str(value)}
    if isinstance(value, numpy.ndarray):
        dtype = value.dtype.descr if value.dtype.names else value.dtype.str
        return {'$nd': {'dtype': dtype, 'shape': list(value.shape), 'data': value.tobytes().hex()}}
    if isinstance(value, ms.BufferProxyObject):
        return encode_proxy(value)
    return {'$buf': bytes(value).hex()}
