"""The storage that a path names."""
import os
from urllib.parse import unquote, urlsplit

from ..errors import OptionError
from .folder import Folder


def open_storage(path, endpoint=None, region=None):
    """
    Of `s3://` and `s3a://` URLs, `file:` URLs and paths. `endpoint` and `region` are for object storage other than Amazon's;
    who may read and write there is found as boto3 finds it: in the environment, profiles, the machine's role.
    """
    if path.startswith(('s3://', 's3a://', 's3n://')):
        # Loaded for those who use it.
        from .s3 import Bucket

        name, _, prefix = path.split('://', 1)[1].partition('/')
        if not name:
            raise OptionError(f'{path} names no bucket: write s3a://BUCKET/FOLDER')
        return Bucket(name, prefix.strip('/'), endpoint, region)
    if path.startswith('file:'):
        url = urlsplit(path)
        if url.netloc not in ('', 'localhost'):
            raise OptionError(f'{path} is on the machine {url.netloc}: mount it, and name the folder')
        return Folder(unquote(url.path))
    if '://' in path:
        raise OptionError(f'{path}: data sets lie in folders and in object storage: a path, file:/…, s3a://BUCKET/FOLDER')
    return Folder(os.path.abspath(path))
