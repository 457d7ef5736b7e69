"""Rows set aside on the executor's disk, as a stream of Arrow for each shard."""
import os

import numpy
import pyarrow as pa

#: Rows of several shards are collected up to this many bytes before they are divided.
DIVIDED_BYTES = 64 * 2 ** 20
#: What ends a stream.
END = b'\xff\xff\xff\xff\x00\x00\x00\x00'


class Spools:
    """
    A file for each shard that rows came for; bounded memory, and one open file at a time, whatever the number of shards.
    """

    def __init__(self, folder, schema):
        self.folder, self.schema = folder, schema
        #: Rows of each shard.
        self.rows = {}
        self._waiting, self._shards, self._bytes = [], [], 0

    def path(self, shard):
        return os.path.join(self.folder, f'{shard}.arrow')

    def add(self, batch, shards):
        """Takes rows, and the shard of each."""
        if batch.num_rows == 0:
            return
        if not self._waiting and (shards == shards[0]).all():
            self._append(int(shards[0]), [batch])
            return
        self._waiting.append(batch)
        self._shards.append(shards)
        self._bytes += batch.nbytes
        if self._bytes >= DIVIDED_BYTES:
            self._divide()

    def finish(self):
        """Ends all streams."""
        self._divide()
        for shard in self.rows:
            with open(self.path(shard), 'ab') as file:
                file.write(END)

    def empty(self, shard):
        """The path of a stream without rows."""
        self._append(shard, [])
        with open(self.path(shard), 'ab') as file:
            file.write(END)
        return self.path(shard)

    def _divide(self):
        if not self._waiting:
            return
        shards = numpy.concatenate(self._shards)
        # Stable: rows of one key stay in their order.
        order = numpy.argsort(shards, kind='stable')
        table = pa.Table.from_batches(self._waiting, self.schema).take(pa.array(order))
        found, starts = numpy.unique(shards[order], return_index=True)
        ends = [*starts[1:], len(order)]
        for shard, start, end in zip(found, starts, ends):
            rows = table.slice(start, end - start).combine_chunks()
            self._append(int(shard), rows.to_batches())
        self._waiting, self._shards, self._bytes = [], [], 0

    def _append(self, shard, batches):
        first = shard not in self.rows
        self.rows[shard] = self.rows.get(shard, 0) + sum(batch.num_rows for batch in batches)
        with open(self.path(shard), 'ab') as file:
            if first:
                file.write(self.schema.serialize())
            for batch in batches:
                file.write(batch.serialize())
