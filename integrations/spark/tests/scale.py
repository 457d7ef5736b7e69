"""How writing grows: `python scale.py 1000000,5000000` prints time, bytes, and the peaks of memory of all processes as a table."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from repeating import Repeating

HERE = pathlib.Path(__file__).parent
PROJECT = HERE.parents[2]
ROWS_A_SHARD = 400_000
MIB = 2 ** 20

os.environ.update(
    SPARK_LOCAL_IP='127.0.0.1', SPARK_LOCAL_HOSTNAME='localhost', PYSPARK_PYTHON=sys.executable,
    SHAREDBUFFERS_COMMAND=f'node {PROJECT / "dist/cli/main.js"}',
)


class Peaks(Repeating):
    """The most memory that a process of each kind took, of this one and of all that it leads to. Of Node what is its own, without mapped files."""

    def __init__(self):
        super().__init__(0.2)
        self.of = {}
        self.nodes = 0

    def look(self):
        nodes = 0
        for process in descendants(os.getpid()):
            try:
                kind, size = self._look(process)
            except (OSError, ValueError, KeyError):
                continue
            nodes += kind == 'Node'
            self.of[kind] = max(self.of.get(kind, 0), size)
        self.nodes = max(self.nodes, nodes)

    def _look(self, process):
        words = pathlib.Path(f'/proc/{process}/cmdline').read_text().split('\0')
        status = dict(line.split(':', 1) for line in pathlib.Path(f'/proc/{process}/status').read_text().splitlines())
        program = os.path.basename(words[0])
        if program == 'java':
            kind = 'executor' if any('CoarseGrainedExecutorBackend' in word for word in words) else 'driver'
        else:
            kind = {'node': 'Node'}.get(program, 'Python')
        size = status['RssAnon'] if kind == 'Node' else status['VmHWM']
        return kind, int(size.split()[0]) * 1024


def descendants(process):
    found, parents = [], {}
    for entry in os.listdir('/proc'):
        if entry.isdigit():
            try:
                parents.setdefault(int(pathlib.Path(f'/proc/{entry}/stat').read_text().rsplit(')', 1)[1].split()[1]), []).append(int(entry))
            except OSError:
                pass
    waiting = [process]
    while waiting:
        waiting += parents.get(each := waiting.pop(), [])
        found.append(each)
    return found


def measured(spark, rows, folder):
    from places import places

    import sharedbuffers_spark

    shards = 1
    while shards * ROWS_A_SHARD < rows:
        shards *= 2
    place = os.path.join(folder, 'set')
    with Peaks() as peaks:
        began = time.monotonic()
        laid = sharedbuffers_spark.repartition_by_shard(places(spark, rows, partitions=max(4, rows // 500_000)), 'key', shards)
        laid.write.format('sharedbuffers').options(key='key', shards=shards, expectedRows=rows).mode('overwrite').save(place)
        written = time.monotonic() - began
    began = time.monotonic()
    count = spark.read.format('sharedbuffers').load(place).groupBy().sum('id').collect()[0][0]
    read = time.monotonic() - began
    assert count == rows * (rows - 1) // 2
    opening = json.loads(subprocess.check_output(['node', str(HERE / 'node' / 'opening.js'), place, str(rows)]))
    manifest = json.loads(next(pathlib.Path(place).glob('*/manifest.json')).read_text())
    shutil.rmtree(place)
    sizes = [f'{peaks.of.get(kind, 0) / MIB:.0f}' for kind in ('driver', 'executor', 'Python', 'Node')]
    return [f'{rows:,}', shards, f'{manifest["bytes"] / MIB:,.0f}', f'{written:.0f}', f'{rows / written:,.0f}', f'{read:.0f}', *sizes, peaks.nodes,
            f'{opening["open"]:.1f}', f'{opening["get"]:.0f}']


def main(sizes):
    from pyspark.sql import SparkSession

    import sharedbuffers_spark

    heads = ['rows', 'shards', 'MiB', 'write, s', 'rows a s', 'read all, s', 'driver, MiB', 'executor', 'Python', 'Node', 'Nodes at once',
             'open, ms', 'get of cold shards, µs']
    print(f'| {" | ".join(heads)} |\n|{" --- |" * len(heads)}', flush=True)
    with tempfile.TemporaryDirectory(prefix='scale-') as folder:
        for rows in sizes:
            builder = SparkSession.builder.master('local-cluster[2,1,1024]').config('spark.local.dir', folder)
            for name, value in {'ui.enabled': 'false', 'ui.showConsoleProgress': 'false', 'driver.memory': '1g'}.items():
                builder = builder.config(f'spark.{name}', value)
            spark = builder.getOrCreate()
            spark.sparkContext.setLogLevel('OFF')
            sharedbuffers_spark.register(spark)
            print(f'| {" | ".join(map(str, measured(spark, rows, folder)))} |', flush=True)
            spark.stop()


if __name__ == '__main__':
    main([int(size) for size in sys.argv[1].split(',')])
