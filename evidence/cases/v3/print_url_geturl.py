# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from urllib.parse import urlparse
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    parts = urlparse(f"postgresql://user:{read()}@db.example.com:5432/x")
    print(parts.geturl())


f()
