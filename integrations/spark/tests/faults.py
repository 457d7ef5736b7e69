"""Writers in which something goes wrong, where and as often as an option says. What they did is in files of a folder."""
import contextlib
import os
import pathlib
import signal
import time
from concurrent.futures import ThreadPoolExecutor

from pyspark import TaskContext

from sharedbuffers_spark import publish
from sharedbuffers_spark.plan import write_plan
from sharedbuffers_spark.source import SharedBuffersDataSource, ShardWriter, Written
from sharedbuffers_spark.task import write_partition

PATIENCE_S = 120


class Faulty(SharedBuffersDataSource):
    """Takes `fault`, a name of `FAULTS`, and `notes`, a folder that tests and tasks see."""

    @classmethod
    def name(cls):
        return 'faulty'

    def writer(self, schema, overwrite):
        options = dict(self.options)
        fault, notes = options.pop('fault'), pathlib.Path(options.pop('notes'))
        return FAULTS[fault](write_plan(schema, options, overwrite), notes)


class FaultyWriter(ShardWriter):
    def __init__(self, plan, notes):
        super().__init__(plan)
        self.notes = notes

    def write(self, iterator):
        message = super().write(iterator)
        self.after(TaskContext.get().partitionId())
        return message

    def after(self, partition):
        """Called when a task has done its work, and not told of it."""

    def tries(self):
        """How often this was called before; stages that are tried again count the attempts at their tasks anew."""
        number = len(list(self.notes.glob('task-*')))
        self.note(f'task-{number}')
        return number

    def note(self, name):
        (self.notes / name).touch()


class KilledTask(FaultyWriter):
    """The process of the task is killed after its upload, the first time."""

    def after(self, partition):
        if partition == 3 and self.tries() == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class KilledExecutor(FaultyWriter):
    """The executor's Java is killed after a task's upload, the first time, and with it whatever else it did."""

    def after(self, partition):
        if partition == 2 and self.tries() == 0:
            os.kill(java_above(), signal.SIGKILL)
            time.sleep(PATIENCE_S)


class RunTwice(FaultyWriter):
    """A task is done twice at the same time, as by speculation, and again after it failed: all have built the shard."""

    def write(self, iterator):
        context = TaskContext.get()
        if context.partitionId() != 0:
            return super().write(iterator)
        batches = list(iterator)
        with ThreadPoolExecutor(2) as threads:
            first, second = threads.map(lambda _: write_partition(self.plan, batches, context), range(2))
        assert first['built']['part']['path'] != second['built']['part']['path']
        if self.tries() == 0:
            raise RuntimeError('this task fails once')
        return Written(second)


class Raising(FaultyWriter):
    """A task fails after its upload, as often as it is tried."""

    def after(self, partition):
        if partition == 1:
            self.tries()
            raise RuntimeError('this task always fails')


class FailingCommit(FaultyWriter):
    """`commit` fails at some step."""

    def commit(self, messages):
        with self.failing():
            super().commit(messages)

    @contextlib.contextmanager
    def failing(self):
        storage = type(self.plan.storage())
        call = getattr(storage, self.step)

        def fails(store, name, *rest):
            if self.after_it:
                call(store, name, *rest)
            self.note('failed')
            raise OSError('the connection was lost')

        setattr(storage, self.step, fails)
        try:
            yield
        finally:
            setattr(storage, self.step, call)

    step, after_it = 'create', False


class BeforeManifest(FailingCommit):
    """Nothing of the manifest was written."""


class AfterManifest(FailingCommit):
    """The manifest is there, and nothing leads to it."""

    step = 'replace'


class AfterAll(FailingCommit):
    """All is done, and the answer was lost."""

    step, after_it = 'replace', True


class Meeting(FaultyWriter):
    """Two writers that both have built all, and publish only then."""

    def commit(self, messages):
        self.note(f'ready-{self.plan.run}')
        until = time.monotonic() + PATIENCE_S
        while len(list(self.notes.glob('ready-*'))) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        super().commit(messages)


class Overtaken(Meeting):
    """The same, where both have looked at what is current before either changes it."""

    def commit(self, messages):
        check = publish.check_current
        publish.check_current = lambda *_: None
        try:
            super().commit(messages)
        finally:
            publish.check_current = check


def java_above():
    """The process id of the Java that this process works for."""
    process = os.getpid()
    while 'java' not in os.readlink(f'/proc/{process}/exe'):
        process = int(pathlib.Path(f'/proc/{process}/stat').read_text().rsplit(')', 1)[1].split()[1])
    return process


FAULTS = {
    each.__name__: each
    for each in (FaultyWriter, KilledTask, KilledExecutor, RunTwice, Raising, BeforeManifest, AfterManifest, AfterAll, Meeting, Overtaken)
}
