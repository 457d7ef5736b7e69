"""Spark with two executors, object storage, and what tests share."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import pytest

HERE = pathlib.Path(__file__).parent
PROJECT = HERE.parents[2]
FIGURES = []

os.environ.update(
    SPARK_LOCAL_IP='127.0.0.1',
    SPARK_LOCAL_HOSTNAME='localhost',
    PYSPARK_PYTHON=sys.executable,
    SHAREDBUFFERS_COMMAND=f'node {PROJECT / "dist/cli/main.js"}',
    PYTHONPATH=os.pathsep.join([str(HERE), *filter(None, [os.environ.get('PYTHONPATH')])]),
)


@pytest.fixture(scope='session')
def storage():
    """Object storage that checks signatures, in a process of its own, which ends with its input."""
    with tempfile.TemporaryDirectory() as empty:
        server = subprocess.Popen(
            [sys.executable, str(PROJECT / 'interop/python/s3.py'), empty], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            place = json.loads(server.stdout.readline())
            os.environ.update(
                AWS_ENDPOINT_URL=place['endpoint'],
                AWS_ACCESS_KEY_ID=place['accessKeyId'],
                AWS_SECRET_ACCESS_KEY=place['secretAccessKey'],
                AWS_DEFAULT_REGION=place['region'],
            )
            yield place
        finally:
            server.stdin.close()
            server.wait()


@pytest.fixture(scope='session')
def spark(storage):
    """Two executors in processes of their own."""
    from pyspark.sql import SparkSession

    environment = {name: value for name, value in os.environ.items() if name.startswith(('AWS_', 'SHAREDBUFFERS_', 'PYTHONPATH'))}
    settings = {
        'spark.ui.enabled': 'false',
        'spark.ui.showConsoleProgress': 'false',
        'spark.driver.memory': '1g',
        'spark.sql.pyspark.jvmStacktrace.enabled': 'false',
        'spark.sql.session.timeZone': 'America/New_York',
        **{f'spark.executorEnv.{name}': value for name, value in environment.items()},
    }
    with tempfile.TemporaryDirectory() as work:
        builder = SparkSession.builder.master('local-cluster[2,2,1024]').config('spark.local.dir', work)
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel('OFF')
        if hasattr(session, 'dataSource'):
            import sharedbuffers_spark

            sharedbuffers_spark.register(session)
        yield session
        session.stop()


@pytest.fixture
def figure(request):
    """Notes figures of the test, with the seconds since it began, which are printed at the end."""
    began = time.monotonic()

    def note(**values):
        told = ', '.join(f'{name.replace("_", " ")} {value:,}' if isinstance(value, int) else f'{name.replace("_", " ")} {value}'
                         for name, value in values.items())
        FIGURES.append(f'{request.node.name}: {told}, {time.monotonic() - began:.1f} s')

    return note


@pytest.fixture(params=['folder', 'object storage'])
def place(request, tmp_path, storage):
    """Where a data set can be: a folder, and a bucket."""
    if request.param == 'folder':
        return str(tmp_path / 'set')
    return f's3a://{storage["bucket"]}/{tmp_path.parent.name}/{tmp_path.name}'


@pytest.fixture
def folder(tmp_path):
    """Where a data set can be, for what does not depend on storage."""
    return str(tmp_path / 'set')


@pytest.fixture
def compare(storage):
    """Runs a program of `tests/node` over a data set, and gives what it found."""

    def run(program, path, **more):
        asked = {'path': path, **more}
        if path.startswith('s3a://'):
            bucket, _, prefix = path.removeprefix('s3a://').partition('/')
            asked['path'], asked['s3'] = prefix, {**storage, 'bucket': bucket}
        done = subprocess.run(
            ['node', str(HERE / 'node' / program), json.dumps(asked)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


def pytest_terminal_summary(terminalreporter):
    for line in FIGURES:
        terminalreporter.write_line(f'figures: {line}')


def pytest_sessionfinish(session):
    report = os.environ.get('SPARK_REPORT')
    if report:
        failed = session.testsfailed
        counts = {'numPassedTests': PASSED.count, 'numFailedTests': failed, 'testResults': []}
        pathlib.Path(report).write_text(json.dumps(counts))


class Passed:
    count = 0


PASSED = Passed()


def pytest_runtest_logreport(report):
    if report.when == 'call' and report.passed:
        PASSED.count += 1
