# expect: LEAK
import os
import traceback
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    try:
        raise ValueError(f"bad {read()}")
    except ValueError:
        print(traceback.format_exc())


f()
