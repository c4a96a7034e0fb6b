# expect: LEAK
from prefect import Flow, task
from prefect.tasks.secrets import PrefectSecret
import os
NAME = os.environ["CANARY_NAME"]


@task(task_run_name=lambda x, **others: "run-" + x)
def use(x):
    return 1


with Flow("f") as flow:
    use(PrefectSecret(NAME))
