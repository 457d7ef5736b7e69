"""What all tasks of a write have in common, settled before the first row."""
import json
from dataclasses import dataclass
from typing import Optional

from pyspark.sql.types import StructType

from .errors import OptionError
from .manifest import CURRENT, new_run, read_current
from .options import Place, WriteOptions, place_of, write_options_of
from .partitioning import INTEGERS, key_path, key_type
from .schema import schema_json
from .storage import open_storage


@dataclass(frozen=True)
class WritePlan:
    place: Place
    options: WriteOptions
    run: str
    #: The run that has to be current when this one is published, or None for none, and the version of the file that says so.
    replaces: Optional[str]
    version: object
    #: The columns as Spark's JSON, and the records as `build --schema` takes them.
    columns: str
    record_schema: dict

    @property
    def schema(self):
        return StructType.fromJson(json.loads(self.columns))

    @property
    def key(self):
        """The names that lead to the column of the keys."""
        return key_path(self.schema, self.options.key)

    def storage(self):
        return open_storage(self.place.path, self.place.endpoint, self.place.region)


def write_plan(schema, options, overwrite):
    """
    Checks all that can be checked without rows. Raises `OptionError`, also for what would be added to a data set: a version
    is written whole.
    """
    place, asked = place_of(options), write_options_of(options)
    storage = open_storage(place.path, place.endpoint, place.region)
    kind = key_type(schema, asked.key)
    if '--discard-duplicate-keys' in asked.build and not isinstance(kind, INTEGERS):
        raise OptionError(
            f'discardDuplicateKeys finds equal keys by the order of integers, and {asked.key!r} is of type {kind.simpleString()}: '
            'leave the option out, or drop them before, by dropDuplicates'
        )
    record_schema = asked.schema or schema_json(schema, asked.key)
    replaces, version = read_current(storage)
    if not overwrite and replaces is not None:
        raise OptionError(
            f'{storage}/{CURRENT} leads to run {replaces}: rows cannot be added to a data set, whose versions are written whole. '
            'Write all rows, with mode("overwrite"): readers keep the version before until the new one is published'
        )
    run = place.run or new_run()
    if storage.sizes(run):
        raise OptionError(f'{storage}/{run} is there already: name another run, or leave that to the writer')
    return WritePlan(place, asked, run, replaces, version, schema.json(), record_schema)
