"""Data sets of sharedbuffers on Apache Spark: written by its tasks in two phases, and read back."""
from .dataset import read_dataset, write_dataset
from .errors import BuildError, ConflictError, DatasetError, OptionError, SharedBuffersError
from .partitioning import repartition_by_shard, shard_column
from .register import register

__all__ = [
    'BuildError', 'ConflictError', 'DatasetError', 'OptionError', 'SharedBuffersError', 'read_dataset', 'register',
    'repartition_by_shard', 'shard_column', 'write_dataset',
]
__version__ = '0.1.0'
