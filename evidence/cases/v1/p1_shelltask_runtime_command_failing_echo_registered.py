# expect: LEAK
# env: REGISTERED=1
import prefect
from prefect import Flow, Parameter, Task, task
from prefect.client.secrets import Secret as SecretC
from prefect.tasks.secrets import EnvVarSecret, PrefectSecret
import os
NAME = os.environ["CANARY_NAME"]
@task
def use(x): return 1

from prefect.tasks.shell import ShellTask
@task
def cmd(s): return "echo " + s + "; exit 3"
with Flow("f") as flow: ShellTask()(command=cmd(PrefectSecret(NAME)))
