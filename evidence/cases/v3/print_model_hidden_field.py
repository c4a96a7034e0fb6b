# expect: SAFE
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from pydantic import BaseModel, Field
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Login(BaseModel):
    user: str = "user"
    token: str = Field(repr=False)


class Stored(BaseModel):
    user: str = "user"
    token: str = Field(exclude=True)


@flow(log_prints=True)
def f():
    print(Login(token=read()))
    print(Login(token=read()).model_dump(exclude={"token"}))
    print(Stored(token=read()).model_dump())


f()
