"""Types of Arrow as Spark has them, for data sets that other programs wrote."""
import pyarrow as pa
from pyspark.sql import types
from pyspark.sql.pandas.types import from_arrow_type

#: Spark has no unsigned integers: the next larger type holds all of their values.
LARGER = {
    pa.uint8(): types.ShortType(),
    pa.uint16(): types.IntegerType(),
    pa.uint32(): types.LongType(),
    pa.uint64(): types.DecimalType(20, 0),
    pa.float16(): types.FloatType(),
}


def struct_type_of(fields):
    return types.StructType([types.StructField(each.name, type_of(each.type), each.nullable) for each in fields])


def type_of(kind):
    if kind in LARGER:
        return LARGER[kind]
    if pa.types.is_struct(kind):
        return struct_type_of(kind)
    if pa.types.is_list(kind):
        return types.ArrayType(type_of(kind.value_type), kind.value_field.nullable)
    if pa.types.is_map(kind):
        return types.MapType(type_of(kind.key_type), type_of(kind.item_type), kind.item_field.nullable)
    if pa.types.is_null(kind):
        return types.StringType()
    return from_arrow_type(kind)
