# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Refused(Exception):
    def __init__(self, message, token):
        super().__init__(message)
        self.token = token


@task(persist_result=True)
def t():
    raise Refused("refused", read())


@flow
def f():
    t(return_state=True)
    return 1


f()
