"""A data set in a folder, which all executors have to see under the same path."""
import contextlib
import errno
import fcntl
import os
import pathlib
import shutil
import tempfile
import time

from ..errors import ConflictError, DatasetError
from .stored import Stored

LOCK, HELD = '.lock', '.lock-held'
PATIENCE_S, PAUSE_S = 60, 0.02


class Folder:
    def __init__(self, path):
        self.path = path

    def __str__(self):
        return self.path

    #: Parts can be built in place.
    local = True

    def at(self, name):
        return os.path.join(self.path, name)

    def read(self, name):
        """The content of a small file; None where there is none."""
        try:
            data = pathlib.Path(self.at(name)).read_bytes()
        except FileNotFoundError:
            return None
        return Stored(data, data)

    def create(self, name, data):
        """Writes a small file, only if there is none. Raises `FileExistsError`."""
        with self._temporary(name, data) as path:
            self._place(path, name)

    def replace(self, name, data, version):
        """
        Writes a small file in one step, if its content is still that of `version`, which is None for no file. Raises
        `ConflictError`.
        """
        with self._locked():
            there = self.read(name)
            if (there and there.version) != version:
                raise ConflictError(f'{self.at(name)} was changed by another writer')
            with self._temporary(name, data) as path:
                os.rename(path, self.at(name))

    def fetch(self, name, _folder):
        """The path of a file on this machine."""
        return self.at(name)

    def add(self, name, path):
        """Brings a finished file here, only if there is none. Raises `FileExistsError`."""
        os.makedirs(os.path.dirname(self.at(name)), exist_ok=True)
        with self._beside(name) as temporary:
            shutil.copyfile(path, temporary)
            self._place(temporary, name)

    def _place(self, temporary, name):
        with self._locked():
            if os.path.exists(self.at(name)):
                raise FileExistsError(f'{self.at(name)} is there already')
            os.rename(temporary, self.at(name))

    def sizes(self, folder):
        """The bytes of each file in a folder, by its name."""
        try:
            with os.scandir(self.at(folder)) as entries:
                return {f'{folder}/{each.name}': each.stat().st_size for each in entries if each.is_file()}
        except FileNotFoundError:
            return {}

    def remove(self, names):
        for name in names:
            pathlib.Path(self.at(name)).unlink(missing_ok=True)
        for folder in {os.path.dirname(self.at(name)) for name in names}:
            # Others may have written there meanwhile.
            with contextlib.suppress(OSError):
                os.rmdir(folder)

    @contextlib.contextmanager
    def _temporary(self, name, data):
        os.makedirs(os.path.dirname(self.at(name)), exist_ok=True)
        with self._beside(name) as path:
            with open(path, 'wb') as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            yield path

    @contextlib.contextmanager
    def _beside(self, name):
        folder, base = os.path.split(self.at(name))
        handle, path = tempfile.mkstemp(prefix=f'.{base}.', suffix='.tmp', dir=folder)
        os.fchmod(handle, 0o666 & ~_umask())
        os.close(handle)
        try:
            yield path
        finally:
            pathlib.Path(path).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _locked(self):
        """
        While no other process changes the folder: those that have locks hold one on `.lock`, and the others make `.lock-held`.
        """
        os.makedirs(self.path, exist_ok=True)
        until = time.monotonic() + PATIENCE_S
        with open(self.at(LOCK), 'ab') as file:
            self._wait(until, lambda: _flocked(file))
            self._wait(until, lambda: _made(self.at(HELD)))
            try:
                yield
            finally:
                pathlib.Path(self.at(HELD)).unlink(missing_ok=True)

    def _wait(self, until, taken):
        while not taken():
            if time.monotonic() > until:
                raise DatasetError(f'{self.path} is being changed by another process, which has not ended in a minute')
            time.sleep(PAUSE_S)


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _flocked(file):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # A disk without locks: the file that only one can make has to do.
        return error.errno not in (errno.EWOULDBLOCK, errno.EINTR)
    return True


def _made(path):
    """Whether this process has made the file just now. One that was left behind is removed."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        return True
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            if time.time() - os.stat(path).st_mtime > PATIENCE_S:
                os.unlink(path)
        return False
