# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@task
def t():
    return read()


@flow
def f():
    return len(t())


f.with_options(retries=1)()
