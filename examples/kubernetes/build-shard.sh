#!/bin/sh
# Builds one shard of a data set from Parquet that is partitioned by shard: what each pod of an indexed job runs.
#
# INPUT   folder with shard=0, shard=1, … and Parquet files in them, as Spark's partitionBy("shard") writes them
# OUTPUT  folder of the data set, the same for all pods
# RUN     name of the version that is built
# SHARDS  how many shards there are, a power of two
# KEY     the column of keys
# SCHEMA  the schema, as `sharedbuffers stat --json` prints it: all shards have the same, those without rows too
# JOB_COMPLETION_INDEX is the pod's number, which Kubernetes sets. A pod that is started again is another attempt.
set -eu

shard=$JOB_COMPLETION_INDEX
attempt=$(hostname)-$$
set -- -o "$OUTPUT" --shards "$SHARDS" --shard "$shard" --run "$RUN" --attempt "$attempt" \
  --key "$KEY" --schema "$SCHEMA" --quiet --json

if [ -d "$INPUT/shard=$shard" ]; then
  exec sharedbuffers build "$INPUT/shard=$shard/*.parquet" "$@"
else
  exec sharedbuffers build - --format ndjson "$@" < /dev/null
fi
