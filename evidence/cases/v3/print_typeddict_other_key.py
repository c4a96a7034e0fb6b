# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from typing import TypedDict
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Login(TypedDict):
    user: str
    token: str


@flow(log_prints=True)
def f():
    login = Login(user="user", token=read())
    print(login["user"], {**login, "token": "***"}, list(login))


f()
