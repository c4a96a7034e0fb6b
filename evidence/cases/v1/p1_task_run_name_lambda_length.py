# expect: SAFE
from prefect import Flow, task
from prefect.tasks.secrets import PrefectSecret
import os
NAME = os.environ["CANARY_NAME"]


@task(task_run_name=lambda x, **others: f"run-{len(x)}")
def use(x):
    return 1


with Flow("f") as flow:
    use(PrefectSecret(NAME))
