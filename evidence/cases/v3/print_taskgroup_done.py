# expect: SAFE
import os
import asyncio
from prefect import flow, task
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


async def get():
    return (await Secret.load(BLOCK)).get()


@flow(log_prints=True)
async def f():
    async with asyncio.TaskGroup() as group:
        running = group.create_task(get())
    print(running.done())


asyncio.run(f())
