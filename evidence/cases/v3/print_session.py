# expect: SAFE
import os
import requests
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Client:
    def __init__(self, token):
        self.session = requests.Session()
        self.session.headers.update({"Authorization": f"Bearer {token}"})


@flow(log_prints=True)
def f():
    client = Client(read())
    print(client, client.session, client.session.cookies)


f()
