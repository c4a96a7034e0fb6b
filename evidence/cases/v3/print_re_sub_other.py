# expect: LEAK
import os
import re
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    print(re.sub(r"\s+", " ", f"token {read()}"))


f()
