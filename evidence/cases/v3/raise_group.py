# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow
def f():
    errors = [ValueError("a"), ValueError(f"bad {read()}")]
    raise ExceptionGroup("all failed", errors)


f()
