# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow
def f():
    token = read()
    try:
        raise ValueError("bad")
    except ValueError as error:
        error.add_note(f"token of {len(token)} characters")
        raise


f()
