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
def cmd(s): return "nosuchcmd --token " + s
with Flow("f") as flow: ShellTask(log_stderr=True)(command=cmd(PrefectSecret(NAME)))
