# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from pydantic import BaseModel
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Login(BaseModel):
    port: int


@flow
def f():
    Login(port=read())


f()
