"""Requests about files: arrays, id mappers, mappings and zip bundles, written and read whole."""
from contextlib import contextmanager
import json
import zipfile

from sharedbuffers import mapped_struct as ms

from schemas import describe
from values import Decoder, encode

# More than any record in tests takes. Packing into zeros leaves zeros in gaps, so that bytes can be compared.
ROW_BUFFER_SIZE = 1 << 17
# What the library takes for values that it compares with earlier ones, if any.
VALUE_CACHE_SIZE = 1024


def has(container, key):
    try:
        return key in container
    except (TypeError, OverflowError):
        return False  # multi mappers raise for keys beyond the last, sets of numbers for what has another form


class Files:
    """Reading requests take the name of an `entry` where the path is that of a zip file."""

    def __init__(self, types):
        self.types = types

    def write_array(self, path, schema, rows, shared=False):
        """With `shared`, rows share values."""
        array = self.array_class(schema)
        with open(path, 'wb+') as file:
            # All alive at once: the library shares by identity, and would take a new object for a dead one.
            decoded = [self.decode(row) for row in rows]
            array.build(self._zeroed(array.schema, decoded), file, idmap={} if shared else None, return_mapper=False)

    def read_array(self, path, entry=None):
        with self._opened(path, entry) as file:
            array = self.array_class(None).map_file(file)
            return {
                'rows': [encode(row) for row in array],
                'fast_rows': [encode(row) for row in array.iter_fast()],
                'schema': describe(array.schema) if array.schema is not None else None,
            }

    def write_mapper(self, path, mapper, items, options={}):
        with open(path, 'wb+') as file:
            pairs = [(self.decode(key), self.decode(value)) for key, value in items]
            getattr(ms, mapper).build(pairs, file, return_mapper=False, **options)

    def read_mapper(self, path, mapper, keys, entry=None):
        with self._opened(path, entry) as file:
            return self._look(getattr(ms, mapper).map_file(file), keys)

    def merge_mappers(self, path, mapper, parts):
        files = [open(part, 'rb') for part in parts]
        try:
            with open(path, 'wb+') as file:
                getattr(ms, mapper).merge([getattr(ms, mapper).map_file(part) for part in files], file)
        finally:
            for part in files:
                part.close()

    def write_mapping(self, path, mapper, schema, items, dedupe=False):
        """With `dedupe`, equal values are one object, which the library then stores once."""
        mapping = self.mapping_class(mapper, schema)
        known = {}
        decoded = []
        for key, value in items:
            made = known.get(json.dumps(value)) if dedupe else None
            if made is None:
                made = known[json.dumps(value)] = self.decode(value)
            decoded.append((self.decode(key), made))
        fresh = self._zeroed(mapping.ValueArray.schema, decoded)
        with open(path, 'wb+') as file:
            mapping.build(fresh, file, value_cache_size=VALUE_CACHE_SIZE if dedupe else 0)

    def read_mapping(self, path, mapper, keys, entry=None):
        with self._opened(path, entry) as file:
            mapping = self.mapping_class(mapper, None).map_file(file)
            answer = self._look(mapping, keys)
            answer['rows'] = [encode(row) for row in mapping.values()]
            answer['schema'] = describe(mapping.value_array.schema) if answer['rows'] else None
            return answer

    def write_zip(self, path, entries, compress=False):
        """A zip file of other files: `[[name, path], ...]`."""
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED) as bundle:
            for name, source in entries:
                bundle.write(source, name)

    def check_zip(self, path):
        """Names of all entries, once their checksums have been found right."""
        with zipfile.ZipFile(path) as bundle:
            bad = bundle.testzip()
            if bad is not None:
                raise ValueError('the checksum of %s is wrong' % bad)
            return bundle.namelist()

    # Parts

    def decode(self, value):
        return Decoder(self.types.classes).decode(value)

    def array_class(self, schema):
        made = None if schema is None else self.types.schema(schema)
        return type('Array', (ms.MappedArrayProxyBase,), {'schema': made})

    def mapping_class(self, mapper, schema):
        base = ms.MappedMultiMappingProxyBase if 'Multi' in mapper else ms.MappedMappingProxyBase
        attributes = {'IdMapper': getattr(ms, mapper), 'ValueArray': self.array_class(schema)}
        return type('Mapping', (base,), attributes)

    @staticmethod
    @contextmanager
    def _opened(path, entry):
        if entry is None:
            with open(path, 'rb') as file:
                yield file
        else:
            with zipfile.ZipFile(path) as bundle, bundle.open(entry) as file:
                yield file

    def _look(self, mapping, keys):
        decoded = [self.decode(key) for key in keys]
        return {
            'length': len(mapping),
            'items': [[encode(key), encode(value)] for key, value in mapping.items()],
            'found': [encode(mapping.get(key)) for key in decoded],
            'has': [has(mapping, key) for key in decoded],
        }

    @staticmethod
    def _zeroed(schema, rows):
        """The rows, each of them to be packed into zeros: the library packs all into one buffer."""
        for row in rows:
            schema.set_pack_buffer_size(ROW_BUFFER_SIZE)
            yield row
