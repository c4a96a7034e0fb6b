# expect: LEAK
import os
from prefect import flow, task
from prefect.blocks.system import Secret
from concurrent.futures import ThreadPoolExecutor, as_completed
BLOCK = os.environ["CANARY_BLOCK"]


def read():
    return Secret.load(BLOCK).get()


@flow(log_prints=True)
def f():
    token = read()
    with ThreadPoolExecutor() as pool:
        for future in as_completed([pool.submit(str.upper, token), pool.submit(str.strip, token)]):
            print(future.result())


f()
