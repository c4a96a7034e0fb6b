# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    tokens = [read()]
    count = len(tokens)
    tokens.clear()
    print(tokens, count)


f()
