"""Looking at a data set all the while that it is written: each time, whatever is current has to be whole."""
from repeating import Repeating

from sharedbuffers_spark.manifest import read_current, read_manifest
from sharedbuffers_spark.storage import open_storage


class Watcher(Repeating):
    """At its end `runs` are those that were seen, in their order, and `looks` how often."""

    def __init__(self, place):
        super().__init__(0.1)
        self.storage = open_storage(place)
        self.runs, self.looks, self.faults = [], 0, []

    def __enter__(self):
        self.look()
        return super().__enter__()

    def __exit__(self, *error):
        super().__exit__(*error)
        # However quick the last writer was.
        self.look()
        assert self.faults == []

    def look(self):
        try:
            self._look()
        except Exception as error:
            self.faults.append(repr(error))

    def _look(self):
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
