# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from prefect.variables import Variable
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    name = "vo_" + BLOCK.replace("-", "_")
    Variable.set("plain_" + name, "plain")
    print(Variable.get("plain_" + name), "token" in os.environ)


f()
