"""Schemas of Spark as `sharedbuffers build --schema` takes them."""
from pyspark.sql import types

from .errors import OptionError
from .partitioning import INTEGERS, key_type

SIMPLE = {
    types.BooleanType: 'bool',
    types.ByteType: 'int8',
    types.ShortType: 'int16',
    types.IntegerType: 'int32',
    types.LongType: 'int64',
    types.FloatType: 'float32',
    types.DoubleType: 'float64',
    types.StringType: 'string',
    types.VarcharType: 'string',
    types.CharType: 'string',
    types.BinaryType: 'bytes',
    types.DateType: 'date',
    types.TimestampType: 'datetime',
    types.TimestampNTZType: 'datetimeUtc',
}
FIRST_CODE, LAST_CODE = 128, 255


def schema_json(schema, key):
    """The schema for records of these columns: required where they cannot be null, else optional."""
    named = NamedStructs()
    fields = fields_of(schema, '', named)
    kind = key_type(schema, key)
    of_key = 'signed' if isinstance(kind, INTEGERS) else SIMPLE[type(kind)]
    result = {'fields': fields, 'key': {'type': of_key, 'width': 64}}
    if named.structs:
        result['structs'] = named.structs
    return result


class NamedStructs:
    """Structs in lists and maps have names, and codes that readers know them by: those of the columns that lead to them."""

    def __init__(self):
        self.structs = {}

    def name_of(self, struct, path):
        name = ''.join(c if c.isascii() and c.isalnum() else '_' for c in path)
        if not name[:1].isalpha():
            name = f'struct_{name}'
        while name in self.structs:
            name += '_'
        code = FIRST_CODE + len(self.structs)
        if code > LAST_CODE:
            raise OptionError(f'{path}: there are more than {LAST_CODE - FIRST_CODE + 1} kinds of structs in lists and maps')
        # Taken before the fields, which may hold structs of their own.
        self.structs[name] = {'code': code, 'fields': {}}
        self.structs[name]['fields'] = fields_of(struct, path, self)
        return name


def fields_of(struct, path, named):
    fields = {}
    for field in struct.fields:
        within = f'{path}.{field.name}' if path else field.name
        if field.name in fields:
            raise OptionError(f'there are two columns {within!r}: give them different names')
        fields[field.name] = field_type(field, within, named)
    return fields


def field_type(field, path, named):
    if isinstance(field.dataType, types.StructType):
        struct = {'struct': fields_of(field.dataType, path, named)}
        return {**struct, 'optional': True} if field.nullable else struct
    if isinstance(field.dataType, types.NullType):
        return 'any?'
    text = type_text(field.dataType, path, named)
    return f'{text}?' if field.nullable else text


def type_text(kind, path, named):
    if isinstance(kind, types.StructType):
        return named.name_of(kind, path)
    if isinstance(kind, types.ArrayType):
        return f'list<{element(kind.elementType, kind.containsNull, path, named)}>'
    if isinstance(kind, types.MapType):
        of_key = type_text(kind.keyType, f'{path}.key', named)
        return f'dict<{of_key}, {element(kind.valueType, kind.valueContainsNull, path, named)}>'
    if isinstance(kind, types.DecimalType):
        return 'decimal'
    text = SIMPLE.get(type(kind))
    if text is None:
        raise OptionError(
            f'the column {path!r} is of type {kind.simpleString()}, which has no place in a record: cast it, or leave it out'
        )
    return text


def element(kind, nullable, path, named):
    text = type_text(kind, path, named)
    return f'{text} | null' if nullable else text
