"""Google's Secret Manager, through the block of prefect_gcp."""

from __future__ import annotations

from secretlint.model import ImportRequest
from secretlint.references import How, Request

KIND = "gcp"
SAFE = False
REASON = "the GcpSecret block and the secret that it names must exist"
SECRET = ImportRequest("prefect_gcp", "GcpSecret")


def expression(request: Request) -> tuple[str, tuple[ImportRequest, ...]] | None:
    """Text and imports: Google gives bytes."""
    name = f"{request.local(SECRET)}.load({request.quoted(request.name)}"
    if request.how is How.AWAIT:
        return f"(await (await {name})).read_secret()).decode()", (SECRET,)
    forced = ", _sync=True" if request.how is How.FORCED else ""
    return f"{name}{forced}).read_secret({forced[2:]}).decode()", (SECRET,)
