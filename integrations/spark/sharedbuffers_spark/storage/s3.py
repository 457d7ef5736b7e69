"""A data set in object storage as S3 has it, whose conditional requests keep writers apart."""
import contextlib
import hashlib
import math
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from ..errors import ConflictError
from .stored import Stored

#: A part of an upload: at least this, and as much as 10,000 parts need.
PIECE_BYTES = 64 * 2 ** 20
MAX_PIECES = 10_000
#: Refused: the condition does not hold, or another conditional request on the same name is under way.
REFUSED = ('PreconditionFailed', 'ConditionalRequestConflict', '412', '409')
MISSING = ('NoSuchKey', '404', 'NotFound')
#: The SHA-256 of what was uploaded, in the object's metadata.
DIGEST = 'sha256'


class Bucket:
    def __init__(self, bucket, prefix, endpoint, region):
        self.bucket, self.prefix, self.endpoint, self.region = bucket, prefix, endpoint, region
        self._client = None

    def __str__(self):
        return f's3a://{self.bucket}/{self.prefix}'

    def __getstate__(self):
        return {**self.__dict__, '_client': None}

    #: Parts are built on the executor's disk, and uploaded.
    local = False

    @property
    def client(self):
        if self._client is None:
            retries = Config(retries={'mode': 'standard', 'max_attempts': 5})
            session = boto3.session.Session()
            self._client = session.client(
                's3', endpoint_url=self.endpoint or None, region_name=self.region or None, config=retries
            )
        return self._client

    def at(self, name):
        return f'{self.prefix}/{name}' if self.prefix else name

    def read(self, name):
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=self.at(name))
        except ClientError as error:
            if _code(error) in MISSING:
                return None
            raise
        return Stored(answer['Body'].read(), answer['ETag'])

    def create(self, name, data):
        self._put(name, data, IfNoneMatch='*')

    def replace(self, name, data, version):
        condition = {'IfNoneMatch': '*'} if version is None else {'IfMatch': version}
        try:
            self._put(name, data, **condition)
        except FileExistsError as error:
            raise ConflictError(f'{self}/{name} was changed by another writer') from error

    def _put(self, name, data, **condition):
        digest = hashlib.sha256(data).hexdigest()
        try:
            self.client.put_object(
                Bucket=self.bucket, Key=self.at(name), Body=data, Metadata={DIGEST: digest}, **condition
            )
        except ClientError as error:
            self._refused(error, name, digest)

    def _refused(self, error, name, digest):
        """
        Raises `FileExistsError` where the condition did not hold; not where the same content is there, as when the answer to
        the first of two tries was lost.
        """
        if _code(error) in MISSING:
            raise FileExistsError(f'{self}/{name} is gone') from error
        if _code(error) not in REFUSED:
            raise error
        if self._digest_at(name) != digest:
            raise FileExistsError(f'{self}/{name} is there already') from error

    def _digest_at(self, name):
        try:
            return self.client.head_object(Bucket=self.bucket, Key=self.at(name))['Metadata'].get(DIGEST)
        except ClientError:
            return None

    def fetch(self, name, folder):
        """Downloads an object into a folder, and gives the path of the file."""
        path = os.path.join(folder, os.path.basename(name))
        self.client.download_file(self.bucket, self.at(name), path)
        return path

    def add(self, name, path):
        """Uploads a finished file, only if there is none. Raises `FileExistsError`."""
        size = os.path.getsize(path)
        digest = _digest(path)
        if size <= PIECE_BYTES:
            with open(path, 'rb') as file:
                self._put(name, file.read(), IfNoneMatch='*')
        else:
            self._add_pieces(name, path, size, digest)

    def _add_pieces(self, name, path, size, digest):
        place = {'Bucket': self.bucket, 'Key': self.at(name)}
        piece = max(PIECE_BYTES, math.ceil(size / MAX_PIECES))
        upload = self.client.create_multipart_upload(**place, Metadata={DIGEST: digest})['UploadId']
        try:
            done = []
            with open(path, 'rb') as file:
                while data := file.read(piece):
                    number = len(done) + 1
                    answer = self.client.upload_part(**place, UploadId=upload, PartNumber=number, Body=data)
                    done.append({'PartNumber': number, 'ETag': answer['ETag']})
            self.client.complete_multipart_upload(
                **place, UploadId=upload, MultipartUpload={'Parts': done}, IfNoneMatch='*'
            )
        except BaseException as error:
            # What failed before is what counts.
            with contextlib.suppress(ClientError):
                self.client.abort_multipart_upload(**place, UploadId=upload)
            if not isinstance(error, ClientError):
                raise
            self._refused(error, name, digest)

    def sizes(self, folder):
        """The bytes of each object in a folder, by its name."""
        pages = self.client.get_paginator('list_objects_v2').paginate(Bucket=self.bucket, Prefix=f'{self.at(folder)}/')
        skipped = len(self.at(''))
        return {each['Key'][skipped:]: each['Size'] for page in pages for each in page.get('Contents', ())}

    def remove(self, names):
        for first in range(0, len(names), 1000):
            keys = [{'Key': self.at(name)} for name in names[first:first + 1000]]
            self.client.delete_objects(Bucket=self.bucket, Delete={'Objects': keys, 'Quiet': True})


def _code(error):
    return error.response['Error']['Code']


def _digest(path):
    digest = hashlib.sha256()
    with open(path, 'rb') as file:
        while data := file.read(2 ** 20):
            digest.update(data)
    return digest.hexdigest()
