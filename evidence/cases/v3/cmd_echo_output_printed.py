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
    token = read()
    print(subprocess.run(["echo", token], capture_output=True, text=True).stdout)


f()
