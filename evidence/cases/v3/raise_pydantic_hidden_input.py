# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from pydantic import BaseModel, ConfigDict
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Login(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)
    port: int


@task
def t():
    Login(port=read())


@flow
def f():
    t(return_state=True)
    return 1


f()
