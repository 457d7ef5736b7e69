"""Where data sets lie: folders, and object storage as S3 has it, behind the same few calls."""
from .open_storage import open_storage
from .stored import Stored

__all__ = ['Stored', 'open_storage']
