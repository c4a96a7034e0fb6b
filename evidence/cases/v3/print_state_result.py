# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@task
def get():
    return read()


@flow(log_prints=True)
def f():
    state = get(return_state=True)
    print(state.result())


f()
