"""Rows of every type that Spark and a record share, as a formula of their number: `node/place.js` has the same one."""

COLUMNS = """
    concat('place-', id) as key,
    id,
    cast(id % 1000 as smallint) as small,
    cast(id % 100 - 50 as tinyint) as tiny,
    cast(id as int) as number,
    id / 7.0D as score,
    cast(id % 1024 as float) / 4 as half,
    cast(id * 1.25 as decimal(18, 4)) as amount,
    id % 3 = 0 as open,
    timestamp_micros(id * 1001001) as at,
    timestamp_ntz '2020-02-29 00:00:00' + make_dt_interval(0, 0, 0, id) as local,
    date_add(date '1999-12-31', cast(id % 20000 as int)) as day,
    cast(concat('bytes of ', id) as binary) as payload,
    if(id % 5 = 0, null, concat('Näme ', id)) as nickname,
    if(id % 4 = 0, array(), array(concat('tag', id % 7), null, '漢字')) as tags,
    map('a', cast(id % 10 as int), concat('k', id % 3), null) as attributes,
    named_struct('lat', id % 180 - 90.5D, 'names', array(named_struct('lang', 'de', 'value', cast(id as decimal(12, 0))))) as spot,
    if(id % 2 = 0, null, array(named_struct('n', id, 'note', if(id % 6 = 1, null, 'x')), null)) as visits
"""


def places(spark, count, first=0, partitions=None):
    """`count` rows from number `first` on."""
    rows = spark.range(first, first + count, 1, partitions)
    return rows.selectExpr(*columns(COLUMNS))


def columns(text):
    """The expressions between commas that are not in brackets."""
    found, depth, start = [], 0, 0
    for at, character in enumerate(text):
        depth += (character == '(') - (character == ')')
        if character == ',' and depth == 0:
            found.append(text[start:at].strip())
            start = at + 1
    return [*found, text[start:].strip()]
