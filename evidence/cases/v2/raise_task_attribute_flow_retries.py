# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Refused(Exception):
    def __init__(self, message, token):
        super().__init__(message, token)
        self.token = token

    def __str__(self):
        return "refused"


@task
def t():
    raise Refused("refused", read())


@flow(retries=1)
def f():
    t(return_state=True)
    return 1


f()
