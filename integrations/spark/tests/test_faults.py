"""What goes wrong on the way: nothing is lost, nothing is there twice, and what readers see is whole at all times."""
import threading

import pytest
from faults import Faulty
from places import places
from watching import Watcher

import sharedbuffers_spark
from sharedbuffers_spark.manifest import read_current, read_manifest
from sharedbuffers_spark.storage import open_storage

ROWS, SHARDS = 4000, 4


@pytest.fixture
def notes(tmp_path):
    folder = tmp_path / 'notes'
    folder.mkdir()
    return folder


@pytest.fixture
def write(spark, place, notes):
    """Writes rows with a fault, over what is there."""
    spark.dataSource.register(Faulty)

    def run(fault, rows=ROWS, first=0):
        df = sharedbuffers_spark.repartition_by_shard(places(spark, rows, first), 'key', SHARDS)
        df.write.format('faulty').options(key='key', shards=SHARDS, fault=fault, notes=notes).mode('overwrite').save(place)

    return run


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def leftovers(place):
    """Files in the folder of the run that is read, besides those that it is made of."""
    storage = open_storage(place)
    manifest = read_manifest(storage)
    used = {part['path'].removesuffix('.sb') for part in manifest['parts']} | {'manifest'}
    found = {name.split('/')[1] for name in storage.sizes(manifest['run'])}
    return [name for name in found if name.rsplit('.', 1)[0] not in used]


@pytest.mark.parametrize('fault', ['KilledTask', 'KilledExecutor', 'RunTwice'])
def test_tasks_that_are_killed_or_run_twice(fault, place, write, notes, compare, figure):
    with Watcher(place) as watcher:
        write(fault)
    assert {'task-0', 'task-1'} <= set(names(notes)), 'the fault did not come to pass'
    compare('compare.js', place, rows=ROWS)
    assert len(watcher.runs) <= 1
    figure(rows=ROWS, looks_at_it_meanwhile=watcher.looks, files_besides=len(leftovers(place)))


def test_a_job_that_fails(place, write, notes, compare, figure):
    write('FaultyWriter')
    before = read_current(open_storage(place))
    with Watcher(place) as watcher, pytest.raises(Exception, match='this task always fails'):
        write('Raising', rows=ROWS // 4)
    assert names(notes) == ['task-0', 'task-1', 'task-2', 'task-3']
    assert read_current(open_storage(place)) == before
    compare('compare.js', place, rows=ROWS)
    figure(tries=4, looks_at_it_meanwhile=watcher.looks)


@pytest.mark.parametrize('fault', ['BeforeManifest', 'AfterManifest', 'AfterAll'])
def test_a_commit_that_fails_half_way(fault, place, write, notes, compare, figure):
    write('FaultyWriter')
    before, _ = read_current(open_storage(place))
    with Watcher(place) as watcher, pytest.raises(Exception, match='the connection was lost'):
        write(fault, rows=ROWS // 2)
    assert names(notes) == ['failed']
    moved = fault == 'AfterAll'
    compare('compare.js', place, rows=ROWS // 2 if moved else ROWS)
    assert (read_current(open_storage(place))[0] != before) == moved
    assert set(watcher.runs) >= {read_current(open_storage(place))[0]}
    # What comes next is not in the way of what is left.
    write('FaultyWriter', rows=ROWS + 1)
    compare('compare.js', place, rows=ROWS + 1)
    figure(moved=str(moved), looks_at_it_meanwhile=watcher.looks)


def test_a_commit_that_fails_removes_what_was_not_published(place, write):
    with pytest.raises(Exception, match='the connection was lost'):
        write('BeforeManifest')
    storage = open_storage(place)
    assert read_current(storage) == (None, None)
    if storage.local:
        assert [path.name for path in storage_folders(storage)] == []
    else:
        pages = storage.client.list_objects_v2(Bucket=storage.bucket, Prefix=f'{storage.prefix}/')
        assert pages.get('Contents', []) == []


def storage_folders(storage):
    import pathlib

    return [path for path in pathlib.Path(storage.path).iterdir() if path.is_dir()]


@pytest.mark.parametrize('fault', ['Meeting', 'Overtaken'])
def test_two_writers_at_once(fault, spark, place, write, compare, figure):
    write('FaultyWriter', rows=100)
    results = {}

    def attempt(rows):
        # Spark looks for data sources in the session that is active in the thread, which this makes it.
        spark.createDataFrame([(1,)], 'number int')
        try:
            write(fault, rows=rows)
            results[rows] = None
        except Exception as error:
            results[rows] = str(error)

    with Watcher(place) as watcher:
        threads = [threading.Thread(target=attempt, args=(rows,)) for rows in (ROWS, ROWS + 7)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert any(error is None for error in results.values()), results
    (won,) = [rows for rows, error in results.items() if error is None]
    (said,) = [error for error in results.values() if error is not None]
    assert 'another was published meanwhile' in said
    compare('compare.js', place, rows=won)
    assert len(watcher.runs) == 2
    # The other one's run is gone, so that nobody goes back to it.
    assert leftovers(place) == []
    figure(rows_of_the_winner=won, looks_at_it_meanwhile=watcher.looks)
