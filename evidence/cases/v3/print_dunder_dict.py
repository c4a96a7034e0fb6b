# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Client:
    def __init__(self, token):
        self.token = token


@flow(log_prints=True)
def f():
    print(Client(read()).__dict__)


f()
