"""Object storage on loopback, which checks the signatures of requests: serves the files of a folder until its input ends.

Writes one line of JSON when it is ready: endpoint, bucket, accessKeyId, secretAccessKey.
"""

import json
import logging
import os
import pathlib
import sys

REGION = 'eu-west-1'
BUCKET = 'cities'
os.environ.update(AWS_ACCESS_KEY_ID='setup', AWS_SECRET_ACCESS_KEY='setup', AWS_DEFAULT_REGION=REGION)

import boto3  # noqa: E402
from moto import settings  # noqa: E402
from moto.core.responses import ActionAuthenticatorMixin  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402


def main(folder):
    logging.getLogger('werkzeug').setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f'http://{host}:{port}'
    try:
        s3 = boto3.client('s3', endpoint_url=endpoint)
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={'LocationConstraint': REGION})
        for path in pathlib.Path(folder).iterdir():
            s3.upload_file(str(path), BUCKET, f'some folder/{path.name}')
        iam = boto3.client('iam', endpoint_url=endpoint)
        iam.create_user(UserName='reader')
        allowed = {'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}]}
        iam.put_user_policy(UserName='reader', PolicyName='read', PolicyDocument=json.dumps(allowed))
        key = iam.create_access_key(UserName='reader')['AccessKey']
        # From here on, signatures and policies count.
        settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
        ActionAuthenticatorMixin.request_count = 0
        ready = {
            'endpoint': endpoint,
            'bucket': BUCKET,
            'region': REGION,
            'accessKeyId': key['AccessKeyId'],
            'secretAccessKey': key['SecretAccessKey'],
        }
        print(json.dumps(ready), flush=True)
        sys.stdin.read()
    finally:
        server.stop()


main(sys.argv[1])
