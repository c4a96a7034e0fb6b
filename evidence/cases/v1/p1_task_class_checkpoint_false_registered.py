# expect: SAFE
# env: REGISTERED=1
from prefect import Flow, Task
from prefect.client.secrets import Secret as SecretC
import os
NAME = os.environ["CANARY_NAME"]


class Read(Task):
    def __init__(self, **options):
        super().__init__(checkpoint=False, **options)

    def run(self):
        return SecretC(NAME).get()


with Flow("f") as flow:
    Read()()
