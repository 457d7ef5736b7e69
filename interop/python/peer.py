"""
The Python library at the other end of a pipe, for tests: one JSON request a line on stdin, one JSON answer a line on
stdout: `{"ok": ...}` or `{"error": "..."}`. A request names in `do` one of the methods of Peer, and has its arguments.
Values come and go as values.py says, schemas as schemas.py says, bytes in hexadecimal.
"""
import json
import pickle
import sys
from types import ModuleType

import numpy
from sharedbuffers import mapped_struct as ms, pool

import arrow_tables
from files import Files, has
from live import Live
from padding import zero_padding
from schemas import Types, describe, load
from tables import write_csv
from values import Decoder, encode

# More than any value in tests takes. Packing into zeros leaves zeros in gaps, so that bytes can be compared.
BUFFER_SIZE = 1 << 20


class Peer:
    def __init__(self):
        self.types = Types()
        self.files = Files(self.types)
        self.live = Live(self.files)

    def hello(self):
        return {'python': sys.version.split()[0], 'schema_version': ms.Schema.VERSION}

    def names(self):
        """Every public name that the library defines itself: of its modules, and of their classes."""
        found = []
        for module in (ms, pool):
            for name, value in vars(module).items():
                # Left out: what was imported, and what loops at the end of the module left over.
                own = getattr(value, '__module__', module.__name__) == module.__name__
                if name.startswith('_') or not own or isinstance(value, ModuleType) or len(name) == 1:
                    continue
                found.append(name)
                if isinstance(value, type):
                    found.extend('%s.%s' % (name, member) for member in vars(value) if not member.startswith('_'))
        return sorted(set(found))

    def write_csv(self, path, rows, dialect, encoding, packing):
        write_csv(path, rows, dialect, encoding, packing)

    def write_table(self, **request):
        return arrow_tables.write_table(**request)

    def read_table(self, **request):
        return arrow_tables.read_table(**request)

    def define(self, name, schema, code=None):
        self.types.define(name, schema, code)

    # Single values

    def echo(self, values):
        """What Python makes of values, without packing them."""
        return [encode(self._decode(value)) for value in values]

    def pack(self, type, value, rtti=False, offset=0):
        """The bytes of a value from `offset` on; with `rtti`, with its type in front."""
        obj = self._decode(value)
        packer = self._packer(type)
        if rtti:
            obj = ms.mapped_object(obj) if packer is ms.mapped_object else ms.mapped_object(obj, packer)
            packer = ms.mapped_object
        return self._pack_with(packer, obj, offset)

    def unpack(self, type, data, offset=0):
        packer = self._packer(type)
        return encode(packer.unpack_from(memoryview(bytes.fromhex(data)), offset))

    def repack(self, type, data):
        """What was read in place, packed again as it is, twice: in a list of two."""
        proxy = self._packer(type).unpack_from(memoryview(bytes.fromhex(data)), 0)
        return self._pack_with(ms.mapped_list, [proxy, proxy])

    def look_up(self, type, data, keys):
        """Of a dict or set read in place: what `in` says of keys, and of a dict the values that `get` gives."""
        proxy = self._packer(type).unpack_from(memoryview(bytes.fromhex(data)), 0)
        decoded = [self._decode(key) for key in keys]
        get = getattr(proxy, 'get', lambda key: None)
        return {'has': [has(proxy, key) for key in decoded], 'found': [encode(get(key)) for key in decoded]}

    def cut_list(self, data, cuts):
        """A list read in place, cut by slices one after the other: its items, and those that a mask lets by."""
        view = ms.proxied_list.unpack_from(memoryview(bytes.fromhex(data)), 0)
        for start, end, step in cuts:
            view = view[start:end:step]
        mask = numpy.array([index % 3 != 0 for index in range(len(view))], numpy.uint8)
        # An empty cut is a list, not a view.
        masked = view.iter_fast(mask) if len(view) else []
        return {'items': [encode(item) for item in view], 'masked': [encode(item) for item in masked]}

    def elements(self, data):
        """The elements of a numpy array as Python values, nested in lists as its dimensions say."""
        array = ms.proxied_ndarray.unpack_from(memoryview(bytes.fromhex(data)), 0)
        return encode(array.tolist())

    def stable_hashes(self, values):
        return [str(ms._stable_hash(self._decode(value))) for value in values]

    # Schemas

    def pickle_schema(self, schema):
        return pickle.dumps(self.types.schema(schema), 2).hex()

    def describe_schema(self, data):
        return describe(load(bytes.fromhex(data)))

    def schema_is(self, data, schema):
        """Whether pickled bytes are an equal schema, by the library's own judgement."""
        return self.types.schema(schema).compatible(load(bytes.fromhex(data)))

    def compatible(self, schema, other):
        return self.types.schema(schema).compatible(self.types.schema(other))

    def pack_subclass(self, name, attrs):
        """A list of one instance of a class that is registered as a subclass of that of a struct."""
        supertype = self.types.classes[name]
        subclass = type('Sub', (supertype,), {})
        ms.mapped_object.register_subclass(subclass, supertype)
        obj = subclass()
        for attr, value in attrs.items():
            setattr(obj, attr, self._decode(value))
        return self._pack_with(ms.mapped_list, [obj])

    # Sorted arrays of numbers

    def index_merge(self, dtype, first, second):
        """What two indexes give, each a list of pairs in order."""
        merged = numpy.zeros((len(first) + len(second), 2), dtype)
        parts = [numpy.array(part, dtype).reshape(-1, 2) for part in (first, second)]
        return {'count': ms.index_merge(*parts, merged), 'merged': merged.tolist()}

    def hinted_sorted_contains(self, dtype, items, value, hint):
        return bool(ms.hinted_sorted_contains(numpy.array(items, dtype), value, hint))

    # Parts

    def method(self, name):
        for owner in (self, self.files, self.live):
            if not name.startswith('_') and hasattr(owner, name):
                return getattr(owner, name)
        raise ValueError('no request is called %s' % name)

    def _decode(self, value):
        return Decoder(self.types.classes).decode(value)

    def _packer(self, name):
        named = self.types.named(name)
        return ms.TYPES.get(named, named)

    @staticmethod
    def _pack_with(packer, obj, offset=0):
        buf = bytearray(BUFFER_SIZE)
        end = packer.pack_into(obj, buf, offset)
        return bytes(buf[offset:end]).hex()


def main():
    zero_padding()
    peer = Peer()
    for line in sys.stdin:
        request = json.loads(line)
        do = request.pop('do')
        try:
            answer = {'ok': peer.method(do)(**request)}
        except Exception as error:
            answer = {'error': '%s: %s' % (type(error).__name__, error)}
        sys.stdout.write(json.dumps(answer) + '\n')
        sys.stdout.flush()


if __name__ == '__main__':
    main()
