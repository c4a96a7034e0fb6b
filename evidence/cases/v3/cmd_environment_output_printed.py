# expect: LEAK
import os
import subprocess
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    print(subprocess.check_output(["printenv"], env={"TOK": read()}, text=True))


f()
