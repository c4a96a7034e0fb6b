"""Forty distinct credentials in as many contexts, and the parts of them that no output may ever hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.fakes import fake

PART = 6
"""Any run of so many characters of a value counts as the value."""

_CORES = {
    "bearer-header": r"Bearer (.+)",
    "basic-header": r"Basic (.+)",
    "odbc-string": r"PWD=([^;]+)",
    "azure-storage-connection-string": r"AccountKey=([^;]+)",
    "azure-sas-signature": r"sig=([^&]+)",
    "github-fine-grained-token": r"github_pat_(.+)",
    "slack-webhook": r"/([^/]+)$",
    "discord-webhook": r"/([^/]+)$",
    "pem-private-key-line": r"KEY-----\\n(.+?)\\n-----END",
    "gcp-service-account-key": r"PRIVATE KEY-----\\n(.+?)\\n-----END",
}
_PASSWORD_IN_URL = r"://[^:/]*:([^@]+)@"


@dataclass(frozen=True, slots=True)
class Plant:
    """A line of source with a credential in it; `reported` is whether the linter has to find it."""

    kind: str
    line: str
    seed: int
    reported: bool = True

    @property
    def text(self) -> str:
        """The line with its credential."""
        return self.line.replace("{}", fake(self.kind, self.seed))

    def parts(self) -> frozenset[str]:
        """Every run of PART characters of what is secret in the value (not its scheme, host or vendor's name)."""
        whole = fake(self.kind, self.seed)
        pattern = _CORES.get(self.kind, _PASSWORD_IN_URL if self.kind.endswith("-url") else r"(.+)")
        found = re.search(pattern, whole, re.DOTALL)
        assert found is not None, f"no secret part in a fake of kind {self.kind}"
        return runs(found[1])


def runs(text: str) -> frozenset[str]:
    """Every run of PART characters in `text`."""
    return frozenset(text[start : start + PART] for start in range(len(text) - PART + 1))


LINES: tuple[tuple[str, str], ...] = (
    ("password-random", 'password = "{}"'),
    ("password-random", "DB_PASSWORD: str = '{}'"),
    ("password-random", 'settings["password"] = "{}"'),
    ("password-random", 'os.environ["WAREHOUSE_PASSWORD"] = "{}"'),
    ("password-random", 'client.password = "{}"'),
    ("password-random", 'user, password = "etl", "{}"'),
    ("password-random", 'connect(user="etl", password="{}")'),
    ("password-random", 'options = {"user": "etl", "password": "{}"}'),
    ("password-random", 'def load(password="{}"): ...'),
    ("password-random", 'open_door = lambda password="{}": None'),
    ("password-random", 'if password == "{}": pass'),
    ("password-random", 'password = environ.get("DB_PASSWORD", "{}")'),
    ("password-random", 'password = load() or "{}"'),
    ("password-random", 'password = b"{}".decode()'),
    ("password-random", 'session.get(url, auth=("etl", "{}"))'),
    ("password-random", '(secret_password := "{}")'),
    ("password-random", 'from prefect.blocks.system import Secret; Secret(value="{}")'),
    ("password-random", 'class Settings: password: str = Field(default="{}")'),
    ("password-random", "password = '''{}'''"),
    ("password-random", 'print(password := "{}", "beside", {"password": "shown"})'),
    ("api-key", 'api_key = "{}"'),
    ("api-key", 'headers = {"X-Api-Key": "{}"}'),
    ("github-token", 'client = Github("{}")'),
    ("github-token", 'tokens = {"{}": "the key itself is the credential"}'),
    ("github-token", "# once it was {} here"),
    ("github-fine-grained-token", 'gh = ["{}"]'),
    ("gitlab-token", 'def docstring(): """Call it with {}."""'),
    ("aws-access-key-id", 'boto3.client("s3", "{}")'),
    ("aws-secret-access-key", 'aws_secret_access_key = "{}"'),
    ("slack-token", 'SlackClient(token="{}")'),
    ("slack-webhook", 'post("{}")'),
    ("stripe-key", 'stripe.api_key = "{}"'),
    ("npm-token", 'run(f"npm publish --token {} {path}")'),
    ("prefect-cloud-user-key", 'run("prefect cloud login -k {}")'),
    ("postgres-url", 'create_engine("{}")'),
    ("mongodb-url", 'client = MongoClient("{}")'),
    ("odbc-string", 'pyodbc.connect("{}")'),
    ("bearer-header", 'headers = {"Authorization": "{}"}'),
    ("basic-header", 'headers = {"Authorization": "{}"}'),
    ("azure-storage-connection-string", 'conn_str = "{}"'),
    ("azure-sas-signature", 'BlobClient.from_blob_url("{}")'),
    ("pem-private-key-line", 'key = "{}"'),
    ("gcp-service-account-key", "info = json.loads('{}')"),
    ("json-web-token", '@app.route("/x", token="{}")\ndef decorated(): ...'),
)


def plants() -> Iterator[Plant]:
    """The planted lines, each with a value of its own."""
    for seed, (kind, line) in enumerate(LINES, start=100):
        yield Plant(kind, line, seed)


def source() -> str:
    """A module with all planted lines."""
    return "".join(plant.text + "\n" for plant in plants())


def forbidden() -> frozenset[str]:
    """Every part of every planted value."""
    return frozenset().union(*(plant.parts() for plant in plants()))
