"""
The Python library at the other end of a pipe, for tests: one JSON request a line on stdin, one JSON answer a line on
stdout: `{"ok": ...}` or `{"error": "..."}`. A request names in `do` one of the methods of Peer, and has its arguments.
Values come and go as values.py says, schemas as schemas.py says, bytes in hexadecimal.
"""
import json
import pickle
import sys

from sharedbuffers import mapped_struct as ms

from schemas import Types, describe, load
from values import Decoder, encode

# More than any value in tests takes. Packing into zeros leaves zeros in gaps, so that bytes can be compared.
BUFFER_SIZE = 1 << 20
ROW_BUFFER_SIZE = 1 << 17


class Peer:
    def __init__(self):
        self.types = Types()

    def hello(self):
        return {'python': sys.version.split()[0], 'schema_version': ms.Schema.VERSION}

    def define(self, name, schema, code=None):
        self.types.define(name, schema, code)

    # Single values

    def pack(self, type, value, rtti=False, offset=0):
        """The bytes of a value from `offset` on; with `rtti`, with its type in front."""
        obj = self._decode(value)
        packer = self._packer(type)
        if rtti:
            obj = ms.mapped_object(obj) if packer is ms.mapped_object else ms.mapped_object(obj, packer)
            packer = ms.mapped_object
        buf = bytearray(BUFFER_SIZE)
        end = packer.pack_into(obj, buf, offset)
        return bytes(buf[offset:end]).hex()

    def unpack(self, type, data, offset=0):
        packer = self._packer(type)
        return encode(packer.unpack_from(memoryview(bytes.fromhex(data)), offset))

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

    # Files

    def write_array(self, path, schema, rows, shared=False):
        """With `shared`, rows share values."""
        array = self._array_class(schema)
        with open(path, 'wb+') as file:
            # All alive at once: the library shares by identity, and would take a new object for a dead one.
            decoded = [self._decode(row) for row in rows]
            array.build(self._zeroed(array.schema, decoded), file, idmap={} if shared else None, return_mapper=False)

    def read_array(self, path):
        with open(path, 'rb') as file:
            array = self._array_class(None).map_file(file)
            return {
                'rows': [encode(row) for row in array],
                'fast_rows': [encode(row) for row in array.iter_fast()],
                'schema': describe(array.schema) if array.schema is not None else None,
            }

    def write_mapper(self, path, mapper, items):
        with open(path, 'wb+') as file:
            getattr(ms, mapper).build(self._pairs(items), file, return_mapper=False)

    def read_mapper(self, path, mapper, keys):
        with open(path, 'rb') as file:
            return self._look(getattr(ms, mapper).map_file(file), keys)

    def write_mapping(self, path, mapper, schema, items):
        mapping = self._mapping_class(mapper, schema)
        decoded = [(self._decode(key), self._decode(value)) for key, value in items]
        fresh = self._zeroed(mapping.ValueArray.schema, decoded)
        with open(path, 'wb+') as file:
            mapping.build(fresh, file)

    def read_mapping(self, path, mapper, keys):
        with open(path, 'rb') as file:
            mapping = self._mapping_class(mapper, None).map_file(file)
            answer = self._look(mapping, keys)
            answer['rows'] = [encode(row) for row in mapping.values()]
            answer['schema'] = describe(mapping.value_array.schema) if answer['rows'] else None
            return answer

    # Parts

    def _look(self, mapping, keys):
        decoded = [self._decode(key) for key in keys]
        return {
            'length': len(mapping),
            'items': [[encode(key), encode(value)] for key, value in mapping.items()],
            'found': [encode(mapping.get(key)) for key in decoded],
            'has': [self._has(mapping, key) for key in decoded],
        }

    @staticmethod
    def _has(mapping, key):
        try:
            return key in mapping
        except TypeError:
            return False  # what the library's multi mappers raise for keys beyond the last

    def _decode(self, value):
        return Decoder(self.types.classes).decode(value)

    def _pairs(self, items):
        return [(self._decode(key), self._decode(value)) for key, value in items]

    def _packer(self, name):
        named = self.types.named(name)
        return ms.TYPES.get(named, named)

    def _array_class(self, schema):
        made = None if schema is None else self.types.schema(schema)
        return type('Array', (ms.MappedArrayProxyBase,), {'schema': made})

    def _mapping_class(self, mapper, schema):
        base = ms.MappedMultiMappingProxyBase if 'Multi' in mapper else ms.MappedMappingProxyBase
        attributes = {'IdMapper': getattr(ms, mapper), 'ValueArray': self._array_class(schema)}
        return type('Mapping', (base,), attributes)

    @staticmethod
    def _zeroed(schema, rows):
        """The rows, each of them to be packed into zeros: the library packs all into one buffer."""
        for row in rows:
            schema.set_pack_buffer_size(ROW_BUFFER_SIZE)
            yield row


def main():
    peer = Peer()
    for line in sys.stdin:
        request = json.loads(line)
        do = request.pop('do')
        try:
            if do.startswith('_') or not hasattr(peer, do):
                raise ValueError('no request is called %s' % do)
            answer = {'ok': getattr(peer, do)(**request)}
        except Exception as error:
            answer = {'error': '%s: %s' % (type(error).__name__, error)}
        sys.stdout.write(json.dumps(answer) + '\n')
        sys.stdout.flush()


if __name__ == '__main__':
    main()
