# expect: LEAK
import asyncio, logging, os, sys
from prefect import flow, task, get_run_logger
from prefect.blocks.system import Secret
BLOCK = os.environ["CANARY_BLOCK"]
def S(): return Secret.load(BLOCK).get()

from prefect.deployments import run_deployment
@flow
def f(tok: str): return 1
f.to_deployment("dps-" + BLOCK).apply()
run_deployment("f/dps-" + BLOCK, parameters={"tok": S()}, timeout=0)
