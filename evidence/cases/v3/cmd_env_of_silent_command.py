# expect: SAFE
import os
import subprocess
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    os.environ["TOK"] = read()
    print(subprocess.run(["ls"], capture_output=True, text=True).stdout)
    print(subprocess.run(["true"], capture_output=True, text=True, env={"A": read()}).stdout)


f()
