# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Client:
    def __init__(self, token):
        self.token = token

    def __repr__(self):
        return "Client()"

    def __str__(self):
        return f"Client({self.token})"


@flow(log_prints=True)
def f():
    print(repr(Client(read())), [Client(read())])


f()
