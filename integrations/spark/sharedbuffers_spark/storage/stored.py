"""What a small file holds."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Stored:
    data: bytes
    #: Which content that is: what `replace` compares with. The bytes themselves, or an ETag.
    version: object
