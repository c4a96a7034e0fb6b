# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from collections import namedtuple
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


Login = namedtuple("Login", "user token")


@flow(log_prints=True)
def f():
    login = Login("user", read())
    print(login.user, login[0], login._replace(token="***"))


f()
