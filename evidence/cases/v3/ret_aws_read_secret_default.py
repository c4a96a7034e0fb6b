# expect: SAFE
import os
import asyncio
from prefect import flow, task
from prefect.blocks.system import Secret
from unittest.mock import patch
from prefect_aws import AwsCredentials
from prefect_aws.secrets_manager import read_secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Session:
    def client(self, *args, **kwargs):
        return self

    def get_secret_value(self, **kwargs):
        return {"SecretString": os.environ["CANARY_ENV"]}


@flow
async def f():
    value = await read_secret("name", AwsCredentials())
    return len(value)


with patch.object(AwsCredentials, "get_boto3_session", lambda self: Session()):
    asyncio.run(f())
