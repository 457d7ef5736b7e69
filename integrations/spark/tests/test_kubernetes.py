"""The indexed job of `examples/kubernetes`: its script for each index, one of them twice, and what its jobs say."""
import json
import os
import pathlib
import shlex
import subprocess

import yaml
from places import places

from sharedbuffers_spark import shard_column
from sharedbuffers_spark.command import find_command
from sharedbuffers_spark.schema import schema_json

EXAMPLE = pathlib.Path(__file__).parents[3] / 'examples/kubernetes'
ROWS = 5000


def job(name):
    (document,) = yaml.safe_load_all((EXAMPLE / name).read_text())
    assert (document['apiVersion'], document['kind']) == ('batch/v1', 'Job')
    pod = document['spec']['template']['spec']
    (container,) = pod['containers']
    mounted = {mount['name'] for mount in container['volumeMounts']}
    assert mounted == {volume['name'] for volume in pod['volumes']}
    assert pod['restartPolicy'] == 'Never'
    return document['spec'], container


def test_a_pod_a_shard(spark, tmp_path, compare):
    spec, container = job('job.yaml')
    environment = {each['name']: each['value'] for each in container['env']}
    shards = int(environment['SHARDS'])
    assert (spec['completionMode'], spec['completions']) == ('Indexed', shards)

    # One shard has no rows, and no folder.
    df = places(spark, ROWS).drop('visits')
    df = df.withColumn('shard', shard_column(df, 'key', shards)).where('shard <> 5')
    df.write.option('compression', 'gzip').partitionBy('shard').parquet(str(tmp_path / 'cities.parquet'))
    (tmp_path / 'cities.schema.json').write_text(json.dumps(schema_json(df.drop('shard').schema, 'key')))

    programs = tmp_path / 'bin'
    programs.mkdir()
    (programs / 'sharedbuffers').write_text(f'#!/bin/sh\nexec {shlex.join(find_command())} "$@"\n')
    (programs / 'sharedbuffers').chmod(0o755)
    variables = {name: value.replace('/data', str(tmp_path)) for name, value in environment.items()}
    variables = {**os.environ, **variables, 'PATH': f'{programs}:{os.environ["PATH"]}'}
    for index in [*range(shards), 3]:
        subprocess.check_call([EXAMPLE / 'build-shard.sh'], env={**variables, 'JOB_COMPLETION_INDEX': str(index)}, stdout=subprocess.DEVNULL)

    _, publishing = job('publish.yaml')
    words = [word.replace('/data', str(tmp_path)) for word in [*publishing['command'], *publishing['args']]]
    subprocess.check_call(words, env=variables, stdout=subprocess.DEVNULL)
    output = variables['OUTPUT']
    verified = json.loads(subprocess.check_output([*find_command(), 'verify', output, '--json']))
    assert verified['ok'] is True
    entries = json.loads(subprocess.check_output([*find_command(), 'count', output, '--json']))
    assert entries['count'] == df.count()
