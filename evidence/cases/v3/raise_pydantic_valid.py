# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from pydantic import BaseModel
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Login(BaseModel):
    token: str
    port: int


@flow
def f():
    try:
        Login(token=read(), port="x")
    except ValueError as error:
        print(error)
    Login.model_validate({"token": read(), "port": 3})
    raise ValueError("no login")


f()
