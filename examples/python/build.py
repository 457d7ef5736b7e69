"""
Builds a file of weather stations with the Python library, which `serve.ts` reads by a declaration of the same fields.

`python build.py STATIONS.csv stations.sb`; the CSV file has the columns id, name, country, altitude, opened, and tags, which spaces part.
"""
import csv
import datetime
import os
import sys

from sharedbuffers import mapped_struct


class Station:
    __slot_types__ = {
        'name': str,
        'country': str,
        'altitude': float,
        'opened': datetime.date,
        'tags': frozenset,
    }
    __slots__ = __slot_types__.keys()
    __schema__ = mapped_struct.Schema.from_typed_slots(__slot_types__)


class Stations(mapped_struct.MappedArrayProxyBase):
    schema = Station.__schema__


class StationsById(mapped_struct.MappedMappingProxyBase):
    IdMapper = mapped_struct.StringIdMapper
    ValueArray = Stations


def stations(path):
    with open(path, newline='', encoding='utf-8') as file:
        for row in csv.DictReader(file):
            station = Station()
            station.name = row['name']
            station.country = row['country']
            station.altitude = float(row['altitude'])
            station.opened = datetime.date.fromisoformat(row['opened'])
            station.tags = frozenset(row['tags'].split())
            yield row['id'].encode('utf-8'), station


def build(source, target):
    """Readers of the file before are not disturbed: it is renamed over when it is whole."""
    new = target + '.new'
    with open(new, 'wb+') as file:
        StationsById.build(stations(source), file)
    os.replace(new, target)


if __name__ == '__main__':
    build(*sys.argv[1:])
