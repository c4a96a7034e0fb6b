# expect: LEAK
# env: REGISTERED=1
from prefect import Flow, Task
from prefect.client.secrets import Secret as SecretC
import os
NAME = os.environ["CANARY_NAME"]


class Read(Task):
    def run(self):
        return SecretC(NAME).get()


with Flow("f") as flow:
    Read()()
