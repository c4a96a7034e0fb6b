# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from contextlib import suppress
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@task
def t():
    with suppress(KeyError):
        raise ValueError(f"bad {read()}")
    return 1


@flow
def f():
    t()


f()
