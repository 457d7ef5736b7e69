"""Zeros in padding where the library leaves what it packed before, so that bytes can be compared."""
from sharedbuffers import mapped_struct as ms


def zero_padding():
    """The library packs the keys of dicts and object id mappers one after another into the start of one buffer."""
    pack_into = ms.mapped_object.pack_into

    def zeroing(cls, obj, buf, offs, idmap=None, implicit_offs=0):
        if offs == 0:
            buf[:] = bytes(len(buf))
        return pack_into(obj, buf, offs, idmap, implicit_offs)

    ms.mapped_object.pack_into = classmethod(zeroing)
