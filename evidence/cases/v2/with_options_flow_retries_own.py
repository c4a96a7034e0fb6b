# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow
def f():
    return read()


f.with_options(retries=1)()
