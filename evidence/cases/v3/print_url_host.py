# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from urllib.parse import urlparse
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    url = f"postgresql://user:{read()}@db.example.com:5432/x"
    print(url.split("@")[-1], url.rpartition("@")[2], url.split("://")[0])
    parts = urlparse(url)
    print(parts.hostname, parts.port, parts.scheme, parts.path, parts.username)
    print(parts._replace(netloc=f"{parts.username}:***@{parts.hostname}").geturl())


f()
