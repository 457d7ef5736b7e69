"""What can go wrong, a class a kind of failure."""


class SharedBuffersError(Exception):
    """Above all errors of this package."""


class OptionError(SharedBuffersError):
    """An option, a schema or a key that cannot be: nothing was built."""


class BuildError(SharedBuffersError):
    """The `sharedbuffers` command failed, or could not be started."""


class DatasetError(SharedBuffersError):
    """A data set that is missing, damaged, or of a later version."""


class ConflictError(SharedBuffersError):
    """Another writer published a version meanwhile: this one was not published."""
