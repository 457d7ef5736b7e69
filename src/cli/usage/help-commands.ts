/** What `--help` adds for the commands that look at files, compare and join them. */

export const TYPES_HELP = `
The module exports a struct for the records, those that are named in it, and the array, mapping or id mapper
that the file is. Files that do not say which fields are required, as those from Python do not, have all of them
optional and nullable.

Examples:
  $ sharedbuffers types cities.sb -o cities.ts             then: openMapping('cities.sb', Cities)
  $ sharedbuffers types schema.json -o cities.ts           of a schema, before there is a file
  $ sharedbuffers types cities.sb --python -o cities.py    a class for the Python library`;

export const HEAD_HELP = `
As dump does, with its --select and --where.

Examples:
  $ sharedbuffers head cities.sb
  $ sharedbuffers head cities.sb -n 3 --select name,country`;

export const KEYS_HELP = `
Integer keys come in their order, and a range of them is found by the index. Text keys are in order
where the file was built with --ordered; else they are sorted by their hash, so --prefix and --range look at all of them, which is said on
standard error.

Examples:
  $ sharedbuffers keys users.sb --range 1000..1999
  $ sharedbuffers keys cities.sb --prefix AR-
  $ sharedbuffers keys cities.sb | sharedbuffers dump cities.sb --keys /dev/stdin`;

export const COUNT_HELP = `
Examples:
  $ sharedbuffers count cities.sb
  $ sharedbuffers count cities.sb --where 'population > 1000000 && country == "FR"'    see dump --help
  $ sharedbuffers count cities.sb --by country | sort -nr | head
  $ sharedbuffers count cities.sb --by country AR UY`;

export const DIFF_HELP = `
Prints + and a key that only B has, - and one that only A has, ~ and one whose records differ, with the fields before
and after; then their numbers. Records of one key are compared in their order, those of arrays by position. Keys
come in the order of A's index, those that only B has at the end. Fields whose types differ are told first.
Exit code: 0 where there is no difference, 1 where there is one, as of diff.

Examples:
  $ sharedbuffers diff yesterday.sb today.sb
  $ sharedbuffers diff yesterday.sb today.sb --json | jq -c 'select(.changed)'`;

export const MERGE_HELP = `
Records come in the order of the files. The result has the index, width and columns of the first, secondary
indexes by fields that all have, and fields must be of
the same types in all. Mappings of several records a key keep all; else a key in several files is an error, unless
--on-conflict says whose record stays: that of the first, or of the last file. Id mappers keep all entries; those of
integer keys, with --on-conflict first, those of the first file that has a key.

Examples:
  $ sharedbuffers merge north.sb south.sb -o all.sb
  $ sharedbuffers merge base.sb changes.sb -o new.sb --on-conflict last`;

export const COMPLETION_HELP = `
Examples:
  $ source <(sharedbuffers completion bash)                     in ~/.bashrc
  $ source <(sharedbuffers completion zsh)                      in ~/.zshrc, after compinit
  $ sharedbuffers completion fish > ~/.config/fish/completions/sharedbuffers.fish`;

export const SERVE_HELP = `
  GET  /get/KEY    the record of a key, as get --json prints it; of mappings of several records a key, an array of them
  POST /get        the records of many keys, ["a", "b"], in their order: null where there is none; up to 10,000
  GET  /stat       as stat --json
  GET  /file       the file itself, also by ranges: what openRemote() reads

Keys in an address are encoded as encodeURIComponent does. What goes wrong is {"error": {"code": …, "message": …}} with
a status of 400 and more. Answers carry a strong ETag, which is the build's id. Nobody is asked who they are: put what does
that in front, before --host opens the door to others.

Examples:
  $ sharedbuffers serve cities.sb --port 8080
  $ curl http://127.0.0.1:8080/get/AR-ROS
  $ curl http://127.0.0.1:8080/get -d '["AR-ROS", "JP-TYO"]'
  $ sharedbuffers serve cities.sb --port 8080 --cors '*'       for pages that use openRemote('http://…/file')`;

export const INSPECT_HELP = `
The page is served to this machine only, to who has the address with its token; nothing can be changed by it. The same page is
dist/inspector.html of the package, which opens files by drag and drop, without a server.

Examples:
  $ sharedbuffers inspect cities.sb
  $ sharedbuffers inspect https://example.org/cities.sb --no-open
  $ sharedbuffers inspect cities/                              a data set: its shards and versions`;
