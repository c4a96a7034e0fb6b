# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    url = f"postgresql://user:{read()}@db.example.com:5432/x"
    print(url.split("@")[0])


f()
