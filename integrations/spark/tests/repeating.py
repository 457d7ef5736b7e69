"""Doing something again and again beside what a test does."""
import threading


class Repeating:
    """Use it as a context: until its end `look` is called each `seconds`."""

    def __init__(self, seconds):
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()

    def _run(self):
        while not self._ended.wait(self._seconds):
            self.look()

    def look(self):
        raise NotImplementedError
