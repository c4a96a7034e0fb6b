"""AWS Secrets Manager, through the block of prefect_aws."""

from __future__ import annotations

from secretlint.model import ImportRequest
from secretlint.references import How, Request

KIND = "aws"
SAFE = False
REASON = "the AwsSecret block and the secret that it names must exist"
SECRET = ImportRequest("prefect_aws", "AwsSecret")


def expression(request: Request) -> tuple[str, tuple[ImportRequest, ...]] | None:
    """Text and imports: text for a SecretString (what the console stores), so nothing is decoded."""
    name = f"{request.local(SECRET)}.load({request.quoted(request.name)}"
    if request.how is How.AWAIT:
        return f"(await (await {name})).read_secret())", (SECRET,)
    forced = ", _sync=True" if request.how is How.FORCED else ""
    return f"{name}{forced}).read_secret({forced[2:]})", (SECRET,)
