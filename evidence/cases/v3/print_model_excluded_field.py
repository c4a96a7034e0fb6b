# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from pydantic import BaseModel, Field
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


class Stored(BaseModel):
    user: str = "user"
    token: str = Field(exclude=True)


@flow(log_prints=True)
def f():
    print(Stored(token=read()))


f()
