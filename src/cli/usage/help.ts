/** What `--help` adds to the lists of options. */

export const MAIN_HELP = `
Examples:
  $ sharedbuffers build cities.ndjson -o cities.sb --key id    NDJSON or CSV to a file with keys
  $ sharedbuffers stat cities.sb                               what is in it, and its schema
  $ sharedbuffers get cities.sb AR-ROS AR-BUE                  records by key
  $ sharedbuffers dump cities.sb | head                        all records as NDJSON
  $ sharedbuffers dump cities.sb -o cities.csv                 all records as CSV
  $ sharedbuffers verify cities.sb                             what is wrong with it
  $ sharedbuffers clean .                                      what killed builds left

Files are those of the Python library of the same name: what Python wrote is read here, and the other
way round.

Exit codes: 0 done, 1 something is wrong with the data or a file, or a key is not there, 2 wrong usage,
130 interrupted. With --json, results are JSON on standard output, and errors are
{"error": {"code", "message"}} on standard error.`;

export const BUILD_HELP = `
The input is NDJSON (one JSON object a line: .ndjson, .jsonl), a JSON array of objects (.json), with --path
one within objects, CSV (.csv, .tsv), or - for standard input, whose first bytes tell. Memory stays bounded,
whatever its length; a line has up to 192 MB.

Examples:
  $ sharedbuffers build cities.csv -o cities.sb --key id        look up by the field id
  $ sharedbuffers build visits.ndjson -o visits.sb --key user --multi    several records a key
  $ sharedbuffers build points.ndjson -o points.sb              no keys: an array of records
  $ sharedbuffers build cities.csv -o cities.sb --key id --column population    scans of it are faster
  $ sharedbuffers build cities.csv -o cities.sb --key id --index-on name    then: get --by name Rome
  $ zcat big.ndjson.gz | sharedbuffers build - -o big.sb --key id
  $ sharedbuffers dump old.sb | sharedbuffers build - -o new.sb    with the keys that it had
  $ sharedbuffers build 'day-*.parquet' -o cities --key id --shards 16    a data set of 16 files, published
  $ sharedbuffers build - --format arrow -o cities --key id --shards 16 --shard 3 --run r7 --attempt 1 --json

The output appears, or replaces the file there, in one step when it is whole; readers of the old one are
not disturbed. Interrupted or failed builds leave nothing behind; what killed ones leave is removed by the
next build of the same output, and by clean.

Keys are strings or unsigned integers, or of any kind with "key": "any" in the schema. --key address.city is a
field within objects, unless a field has that very name; --key country,city makes keys of both, tuples:
get FILE '["FR","Paris"]'. A row without its key is an error, or passed over with --skip-missing-key. A key
that is repeated without --multi is kept, and warned of: get finds its first record only.

Data sets: rows are spread over --shards files by their keys, which are text, bytes or integers, into a folder
of their own in the output, which then becomes the version that is read. With --shard, all rows have to be of
one shard; its file and a description, which --json prints, are written, and sharedbuffers dataset publish
publishes the run when all its shards are there. Another --attempt stands beside the first, whichever of them
is published.

Members called "$key" and the like are data, unless dump wrote the input: the first row tells, as do
--from-dump and --no-from-dump.

CSV: what stands between cells and around them, and whether the first row is a header, is found out from the
beginning of the input and said in a line; options say otherwise. Lines end in LF, CRLF or CR, each as it
likes; blank ones are passed over. An empty cell is missing, "" is the empty text. Rows unlike the header are
errors, unless --lenient pads or cuts them. Columns without a name are called column1 and so on.

--index: what keys are found by, besides their sorted index. table: fastest, 11.5 bytes a key, or 4 to 12 for
integers close together. compact: 2 bytes a key. none: as in files from Python.

Schema: without --schema it is inferred from all records, in a pass of its own (standard input is set aside
in a temporary file meanwhile), and printed. Integers become int64, numbers of which one is fractional
float64, arrays lists, objects structs, and dicts in lists; a field that is not always there is optional,
one that is null somewhere nullable; what is mixed becomes any. In CSV, a column is of numbers, dates, times
or true and false only if every value is one (007 and +5 are text), and empty fields are missing. Times
without an offset count as UTC. In JSON text stays text, unless --dates asks for dates. --compact takes the
smallest integer types. A number that does not fit its type is an error; decimals keep all digits, by a
schema.
Save the printed schema, change it, and give it with --schema:

  {
    "fields": {
      "name": "string",
      "population": "uint32",
      "tags": "set<string>",
      "nick": "string? | null",
      "location": { "struct": { "lat": "float64", "lon": "float64" } },
      "visits": "list<Visit>"
    },
    "structs": { "Visit": { "code": 128, "fields": { "at": "datetime", "page": "string" } } },
    "key": { "type": "string", "width": 64, "multi": false }
  }

Types:
  uint8 int8 uint16 int16 uint32 int32 uint64 int64 float32 float64 bool string
  bytes buffer (base64 in JSON), date datetime datetimeTz decimal (strings in JSON), ndarray
  list tuple set       untyped, or of elements of one type: list<int64 | null>
  dict                 untyped, or dict<string, float64>
  listView tupleView setView dictView    the same values, which programs read in place
  any                  values that carry their type
  {"struct": {...}}    a struct in line; those in lists and any are named under "structs" instead, with a
                       code from 128 to 255 that readers know them by
"?" after a type: the field may be missing; "| null": it may be null. The long form is
{"type": "string", "optional": true, "nullable": true}. "alignment" (1 and up) is 8 where not given.
The output of stat --json is a schema file, too.`;

export const STAT_HELP = `
Examples:
  $ sharedbuffers stat cities.sb
  $ sharedbuffers stat cities.sb --json > schema.json    a schema for build --schema

Files from Python do not say what their keys are: it is concluded from the layout of the index. --key-type
and --width overrule that.`;

export const GET_HELP = `
Prints the record of each key as JSON, all of its records where it has several. When a key is not there,
the others are printed all the same, and the exit code is 1. Where keys are of any kind (Python's
ObjectIdMapper), they are JSON: 5, '"5"', null, '{"$tuple": [1, "a"]}'; what is no JSON is text.

Examples:
  $ sharedbuffers get cities.sb AR-ROS AR-BUE
  $ sharedbuffers get users.sb 17 --json             one line a record
  $ sharedbuffers get cities.sb --by name Springfield    all of that name, by a secondary index
  $ sharedbuffers get temperatures.sb -- -odd-key    after --, nothing is an option`;

export const DUMP_HELP = `
Records come in the order in which they were written, those of files from Python in the order of their index;
with --keys in the order of the keys, of which those that are not there are counted on standard error. Keys
stand in front, as "$key".

--select: names of fields, with commas between; a.b is field b of struct a, in CSV a column of its own.
--where: conditions on fields, joined by && and ||, with ! and brackets:
  n == 5   name != "x"   n <= 1.5e3   country in ["FR", "DE"]   born < "2000-01-01"   $key.startsWith("AR-")
  tags.contains("port")   length(name) > 3   location.lat > 40   nick == null   !capital   \`odd name\` == 1
  Functions: startsWith, endsWith, contains, length, lower, upper. Fields that are missing are null, which has
  no order. Text beside dates and times is read as one, in UTC. Numbers compare exactly, text by UTF-16 units.

CSV and TSV (RFC 4180) have a header. Text that is empty is "", what is missing or null an empty cell; where
either could be meant, null is \\N. Lists, structs and the like are JSON in the cell.

Values in JSON: sets and tuples are arrays, bytes base64; dates, decimals, integers past 2^53 and NaN strings.
Where the schema has no type to turn them back by (in any and untyped containers), they are tagged:
  {"$bytes": "aGk="}  {"$int": "9007199254740993"}  {"$float": "NaN"}  {"$decimal": "1.50"}
  {"$date": "2026-01-31"}  {"$datetime": "2026-01-31T12:00:00Z"}  {"$set": [1, 2]}  {"$tuple": [1, 2]}
  {"$dict": [[1, "a"]]}  {"$ndarray": {...}}  {"$struct": "Point", "x": 1}
build understands all of them. With the schema that --schema-out writes it makes the same file of any format.

Examples:
  $ sharedbuffers dump cities.sb > cities.ndjson
  $ sharedbuffers dump cities.sb -o cities.csv --select name,population,location.lat
  $ sharedbuffers dump cities.sb --where 'population > 1000000 && country == "FR"' --limit 10
  $ sharedbuffers dump cities.sb --keys ids.txt --format json
  $ sharedbuffers dump cities.sb -o cities.csv --schema-out schema.json
  $ sharedbuffers build cities.csv -o copy.sb --schema schema.json    the same file`;

export const CLEAN_HELP = `
Such files are called .NAME.PID.RANDOM.tmp. Those of builds that go on stay, in whichever process or
container: each holds a lock on its own. Where locks cannot be had, or are not seen by all, as on a network's
disk, files stay until nothing has touched them for a day. Segments are in /dev/shm.

Examples:
  $ sharedbuffers clean /srv/data
  $ sharedbuffers clean /dev/shm --json    {"removed": "/dev/shm/.x.17.0123456789ab.tmp", "bytes": 9}`;

export const VERIFY_HELP = `
Reads all of an array, mapping, id mapper or zip bundle, by this program or from Python: its structure, every key and every
value of every record, and the checksums of files that have them. Exit code 1 when something is wrong.

Examples:
  $ sharedbuffers verify cities.sb
  $ sharedbuffers verify cities.sb --json | jq '.findings[].code'`;
