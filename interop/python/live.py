"""Requests about numeric fields: of single records, and of mappings mapped for writing, which stay open from one to the next."""
from sharedbuffers import mapped_struct as ms

from values import encode


class Live:
    def __init__(self, files):
        self.files = files
        self.mappings = {}
        self.open_files = {}

    def open_writable(self, path, mapper):
        file = self.open_files[path] = open(path, 'r+b')
        self.mappings[path] = self.files.mapping_class(mapper, None).map_file(file, read_only=False)

    def close_writable(self, path):
        del self.mappings[path]
        self.open_files.pop(path).close()

    def get_field(self, path, key, field):
        return encode(getattr(self._record(path, key), field))

    def set_field(self, path, key, field, value):
        setattr(self._record(path, key), field, self.files.decode(value))

    def add_to_field(self, path, key, field, amount):
        record = self._record(path, key)
        self._property(record, field).add(record, self.files.decode(amount))

    def swap_field(self, path, key, field, expected, replacement):
        """Whether the field held what was expected, and now holds the replacement."""
        record = self._record(path, key)
        decode = self.files.decode
        return self._property(record, field).cas(record, decode(expected), decode(replacement))

    def add_in_rounds(self, path, key, field, rounds, each, parties=2):
        """Adds 1 `each` times a round. A round starts when all parties are there: `arrived` says how many are."""
        record = self._record(path, key)
        add = self._property(record, field).add
        for number in range(rounds):
            self._meet(record, number, parties)
            for _ in range(each):
                add(record, 1)

    def swap_in_rounds(self, path, key, field, rounds, each, parties=2):
        """The same by compare and swap."""
        record = self._record(path, key)
        counter = self._property(record, field)
        for number in range(rounds):
            self._meet(record, number, parties)
            for _ in range(each):
                while True:
                    held = getattr(record, field)
                    if counter.cas(record, held, held + 1):
                        break

    def change_record(self, schema, data, changes):
        """
        The bytes of a record after changes: `[[field, 'set', value], [field, 'add', amount], [field, 'cas', expected, new]]`.
        """
        buf = bytearray.fromhex(data)
        record = self.files.types.schema(schema).unpack_from(buf, 0)
        decode = self.files.decode
        for field, change, *values in changes:
            values = [decode(value) for value in values]
            if change == 'set':
                setattr(record, field, *values)
            else:
                getattr(self._property(record, field), change)(record, *values)
        return buf.hex()

    # Parts

    def _record(self, path, key):
        record = self.mappings[path].get(self.files.decode(key))
        if record is None:
            raise KeyError(key)
        return record

    @staticmethod
    def _property(record, field):
        for base in type(record).__mro__:
            if isinstance(vars(base).get(field), ms.BaseBufferProxyProperty):
                return vars(base)[field]
        raise AttributeError(field)

    def _meet(self, record, number, parties):
        self._property(record, 'arrived').add(record, 1)
        while record.arrived < parties * (number + 1):
            pass
