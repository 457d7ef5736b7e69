"""What a read has to know: the version, the columns, and which shards and keys are wanted."""
import json
import tempfile
from dataclasses import dataclass, replace
from typing import Mapping, Optional, Tuple

import pyarrow as pa
from pyspark.sql.types import StructType

from .arrow_rows import arrow_schema_of
from .arrow_types import struct_type_of
from .dump import KEY, dumped, dumped_schema, key_apart
from .errors import DatasetError
from .manifest import SPARK, read_manifest
from .options import Place, place_of
from .partitioning import key_path, shards_of
from .storage import open_storage

@dataclass(frozen=True)
class ReadPlan:
    place: Place
    run: str
    parts: tuple
    #: The columns as Spark's JSON; None where the files have to tell.
    columns: Optional[str]
    #: The names that lead to the column of the keys.
    key: Tuple[str, ...]
    #: The column that no field of the records holds, but the keys; None for none.
    apart: Optional[str]
    #: Keys to read of each shard; None for all keys of all shards.
    keys: Optional[Mapping[int, list]] = None

    def storage(self):
        return open_storage(self.place.path, self.place.endpoint, self.place.region)

    def wanted(self):
        """The numbers of the shards to read."""
        return [part['shard'] for part in self.parts if self.keys is None or part['shard'] in self.keys]

    def of_keys(self, values):
        """The same, for these keys only."""
        keys = {}
        for value, shard in zip(values, shards_of(pa.array(values), len(self.parts)).tolist()):
            keys.setdefault(shard, []).append(value)
        return replace(self, keys=keys)


def read_plan(options):
    """Raises `DatasetError` where there is no data set, `OptionError` for options that cannot be."""
    place = place_of(options)
    manifest = read_manifest(open_storage(place.path, place.endpoint, place.region), place.run)
    spark = manifest.get(SPARK)
    if spark is None:
        return ReadPlan(place, manifest['run'], tuple(manifest['parts']), None, (KEY,), KEY)
    key = key_path(StructType.fromJson(spark['schema']), spark['key'])
    apart = key_apart(key, manifest['schema'])
    return ReadPlan(place, manifest['run'], tuple(manifest['parts']), json.dumps(spark['schema']), key, apart)


def columns_of(plan):
    """The columns in Spark: those that were written, or what the records of a data set of another program come to."""
    if plan.columns is not None:
        return StructType.fromJson(json.loads(plan.columns))
    smallest = min(plan.parts, key=lambda part: part['bytes'])
    with tempfile.TemporaryDirectory(prefix='sharedbuffers-', dir=plan.place.temp_dir) as folder:
        path = part_path(plan, plan.storage(), smallest, folder)
        return struct_type_of(dumped_schema(plan.place.command, path, folder))


def part_path(plan, storage, part, folder):
    path = storage.fetch(f'{plan.run}/{part["path"]}', folder)
    try:
        with open(path, 'rb') as file:
            size = file.seek(0, 2)
    except FileNotFoundError:
        size = None
    if size != part['bytes']:
        found = 'is missing' if size is None else f'has {size:,} bytes, and {part["bytes"]:,} by the manifest'
        raise DatasetError(f'{storage}/{plan.run}/{part["path"]} {found}: the data set is damaged, or that run was removed')
    return path


def read_shard(plan, shard, columns):
    """The records of a shard that are wanted, as batches of Arrow with these columns of Spark."""
    schema = arrow_schema_of(columns)
    arguments = []
    with tempfile.TemporaryDirectory(prefix='sharedbuffers-', dir=plan.place.temp_dir) as folder:
        path = part_path(plan, plan.storage(), plan.parts[shard], folder)
        texts = None if plan.keys is None else [str(key) for key in plan.keys[shard]]
        # A line is a key: those that have more than one are found by reading all.
        if texts is not None and all(text and text.splitlines() == [text] for text in texts):
            with open(f'{folder}/keys', 'w', encoding='utf-8') as file:
                file.write('\n'.join(texts) + '\n')
            arguments += ['--keys', file.name]
        yield from dumped(plan.place.command, path, schema, folder, arguments, plan.apart)
