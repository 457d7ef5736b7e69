"""Looking at a data set all the while that it is written: each time, whatever is current has to be whole."""
import threading

from sharedbuffers_spark.manifest import read_current, read_manifest
from sharedbuffers_spark.storage import open_storage


class Watcher:
    """Use it as a context: at its end `runs` are those that were seen, in their order, and `looks` how often."""

    def __init__(self, place):
        self.storage = open_storage(place)
        self.runs, self.looks, self.faults = [], 0, []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()
        assert self.faults == []

    def _watch(self):
        while not self._ended.wait(0.1):
            try:
                self.look()
            except Exception as error:
                self.faults.append(repr(error))

    def look(self):
        run, _ = read_current(self.storage)
        self.looks += 1
        if run is None:
            return
        if not self.runs or self.runs[-1] != run:
            self.runs.append(run)
        manifest = read_manifest(self.storage, run)
        sizes = self.storage.sizes(run)
        for part in manifest['parts']:
            if sizes.get(f'{run}/{part["path"]}') != part['bytes']:
                self.faults.append(f'{part["path"]} of {run} is not there')
