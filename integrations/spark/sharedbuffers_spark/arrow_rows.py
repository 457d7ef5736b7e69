"""Rows of Arrow: the types that Spark's columns have there, and rows of other types brought to them."""
from inspect import signature

import pyarrow as pa
import pyarrow.compute as compute
from pyspark.sql.pandas.types import to_arrow_schema

from .partitioning import key_path


def arrow_schema_of(columns):
    """The Arrow schema that rows of these columns (`StructType`) are stored by."""
    # Spark 3.5 knows no other zone.
    zone = {'timezone': 'UTC'} if 'timezone' in signature(to_arrow_schema).parameters else {}
    return pa.schema([pa.field(field.name, field.type, field.nullable) for field in to_arrow_schema(columns, **zone)])


def conformed(batch, schema):
    """The rows with the columns of the schema, and of its types. Names that are missing are null throughout."""
    if batch.schema.equals(schema):
        return batch
    columns = [column_of(batch, field) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def column_of(batch, field):
    at = batch.schema.get_field_index(field.name)
    if at < 0 or pa.types.is_null(field.type):
        return pa.nulls(batch.num_rows, field.type)
    return cast(batch.column(at), field.type)


def cast(array, kind):
    """
    As Arrow casts, but within structs that are null nothing is looked at: what lies there need not have the form of a value.
    """
    if array.type == kind:
        return array
    if pa.types.is_struct(kind):
        children = [cast(compute.struct_field(array, field.name), field.type) for field in kind]
        return pa.StructArray.from_arrays(children, fields=list(kind), mask=array.is_null())
    if pa.types.is_list(kind):
        values = cast(array.values, kind.value_type)
        return pa.ListArray.from_arrays(array.offsets, values, type=kind, mask=array.is_null())
    if pa.types.is_map(kind):
        items = cast(array.items, kind.item_type)
        return pa.MapArray.from_arrays(array.offsets, cast(array.keys, kind.key_type), items, type=kind, mask=array.is_null())
    return array.cast(kind)


def keys_of(batch, schema, key):
    """The column of the keys."""
    first, *rest = key_path(schema, key)
    column = batch.column(batch.schema.get_field_index(first))
    for name in rest:
        column = compute.struct_field(column, name)
    return column
