# expect: SAFE
import os
import re
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    token = read()
    print(re.sub(r".", "*", token))
    print(re.sub(r"://[^@]*@", "://***@", f"postgresql://user:{token}@db/x"))


f()
