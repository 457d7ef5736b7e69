"""
The Python library as a contender: answers the calls of bench/peer.ts, one JSON object a line, as Node's own child
processes do (worker.ts). Every loop and clock is here, so that no message is timed.
"""
import hashlib
import json
import os
import struct
import sys
import time
import traceback

from sharedbuffers import mapped_struct as ms

from data import draw_keys, user_at

# As in worker.ts.
KEYS = 4096
CHECKED = 4 * KEYS
ROWS = 1000
# As in cells.ts.
USUAL = {'keys': 'fresh', 'distribution': 'uniform'}


class User:
    __slot_types__ = {'id': ms.uint64, 'name': str, 'score': ms.float64, 'tags': frozenset, 'bio': str}
    __slots__ = tuple(__slot_types__)


class Users(ms.MappedArrayProxyBase):
    schema = ms.Schema.from_typed_slots(User)


class Mapping(ms.MappedMappingProxyBase):
    IdMapper = ms.StringIdMapper
    ValueArray = Users


class Rows:
    """Makes rows in batches, and counts the seconds that it took, which are no part of the build."""

    def __init__(self, records):
        self.records = records
        self.seconds = 0.0

    def batch(self, start):
        began = time.perf_counter()
        rows = []
        for index in range(start, min(start + ROWS, self.records)):
            user = User()
            user.id, user.name, user.score, user.tags, user.bio = user_at(index)
            rows.append(('user:%d' % index, user))
        self.seconds += time.perf_counter() - began
        return rows

    def __iter__(self):
        for start in range(0, self.records, ROWS):
            yield from self.batch(start)


class Peer:
    def __init__(self, reused):
        self.reused = reused
        self.mapping = None

    def build(self, path, keys, records):
        rows = Rows(records)
        began = time.perf_counter()
        with open(path, 'wb+') as file:
            Mapping.build(rows, file)
            os.fsync(file.fileno())
        return time.perf_counter() - began - rows.seconds

    def peakBytes(self):
        try:
            with open('/proc/self/status') as status:
                return next(int(line.split()[1]) * 1024 for line in status if line.startswith('VmHWM'))
        except OSError:
            return None

    def open(self, path, keys, records):
        with open(path, 'rb') as file:
            self.mapping = Mapping.map_file(file)

    def can(self, member):
        return member in ('user', 'twoFields', 'oneString', 'misses', 'scans')

    def answers(self, keys, records, count):
        digest = hashlib.sha256()
        for first, end in ((0, records), (records, 2 * records)):
            for key in draw_keys(first, end, first, count):
                user = self.mapping.get(key)
                if user is None:
                    digest.update(b'none\n')
                    continue
                tags = ','.join(map(str, sorted(user.tags)))
                digest.update(struct.pack('<dd', user.id, user.score))
                digest.update(('%s %s %s\n' % (user.name, tags, user.bio)).encode())
        return digest.hexdigest()

    def lookUp(self, how, asked, most_ms):
        records, seed, count = asked['records'], asked['seed'], asked['count']
        if asked.get('cell', USUAL) != USUAL:
            raise ValueError('only fresh keys, drawn uniformly')
        first, end = (records, 2 * records) if how == 'misses' else (0, records)
        look_all = getattr(self, ('reused_' if self.reused else 'plain_') + how)
        seconds = checked = done = 0
        while done < count and (done < CHECKED or most_ms is None or seconds * 1000 < most_ms):
            drawn = draw_keys(first, end, seed * count + done, min(KEYS, count - done))
            began = time.perf_counter()
            result = look_all(drawn)
            seconds += time.perf_counter() - began
            if done < CHECKED:
                checked += result
            done += len(drawn)
        return {'ns': seconds * 1e9 / done, 'sum': checked}

    def plain_twoFields(self, keys):
        get = self.mapping.get
        total = 0
        for key in keys:
            user = get(key)
            total += user.id + user.score
        return total

    def plain_oneString(self, keys):
        get = self.mapping.get
        total = 0
        for key in keys:
            total += ord(get(key).name[-1])
        return total

    def plain_misses(self, keys):
        get = self.mapping.get
        found = 0
        for key in keys:
            if get(key) is not None:
                found += 1
        return found

    def getters(self):
        """What finds a record's number, and what turns one proxy to it: see `getter` in the library's documentation."""
        array = self.mapping.value_array
        return self.mapping.id_mapper.get, array.getter(proxy_into=array.schema.Proxy(), no_idmap=True)

    def reused_twoFields(self, keys):
        find, turn = self.getters()
        total = 0
        for key in keys:
            user = turn(find(key))
            total += user.id + user.score
        return total

    def reused_oneString(self, keys):
        find, turn = self.getters()
        total = 0
        for key in keys:
            total += ord(turn(find(key)).name[-1])
        return total

    def reused_misses(self, keys):
        find, _ = self.getters()
        found = 0
        for key in keys:
            if find(key) is not None:
                found += 1
        return found

    def scanNames(self):
        return ['Python iter_fast']

    def scan(self, name, records):
        began = time.perf_counter()
        total = 0
        for user in self.mapping.value_array.iter_fast():
            total += user.score
        return {'ns': (time.perf_counter() - began) * 1e9 / records, 'sum': total}


def main():
    peer = Peer(sys.argv[1] == 'python-reused')
    channel = os.fdopen(int(os.environ['NODE_CHANNEL_FD']), 'r+b', buffering=0)
    for line in channel:
        call = json.loads(line)
        try:
            reply = {'result': getattr(peer, call['method'])(*call['args'])}
        except Exception:
            reply = {'error': traceback.format_exc()}
        channel.write(json.dumps(reply).encode() + b'\n')


if __name__ == '__main__':
    main()
