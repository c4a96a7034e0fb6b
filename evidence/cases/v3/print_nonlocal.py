# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    token = ""

    def fill():
        nonlocal token
        token = read()

    fill()
    print(token)


f()
