/** What `--help` adds for the commands that look at files, compare and join them. */

export const TYPES_HELP = `
The module exports a struct for the records, those that are named in it, and the array, mapping or id mapper
that the file is. Files that do not say which fields are required, as those from Python do not, have all of them
optional and nullable.

Examples:
  $ sharedbuffers types cities.sb -o cities.ts             then: openMapping('cities.sb', Cities)
  $ sharedbuffers types schema.json -o cities.ts           of a schema, before there is a file
  $ sharedbuffers types cities.sb --python -o cities.py    a class for the Python library`;
