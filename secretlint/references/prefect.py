"""A Secret block of Prefect 2 and 3: `Secret.load("api-key").get()`."""

from __future__ import annotations

from secretlint.model import ImportRequest
from secretlint.references import How, Request

KIND = "prefect-block"
SAFE = True
REASON = ""
SECRET = ImportRequest("prefect.blocks.system", "Secret")


def expression(request: Request) -> tuple[str, tuple[ImportRequest, ...]]:
    """Text and imports; `.value.get_secret_value()` where Prefect 3's `.get()` would parse the text as JSON."""
    block, imports = loaded(request)
    return f"{block}{'.value.get_secret_value()' if request.is_json else '.get()'}", imports


def loaded(request: Request) -> tuple[str, tuple[ImportRequest, ...]]:
    """The block itself."""
    forced = ", _sync=True" if request.how is How.FORCED else ""
    call = f"{request.local(SECRET)}.load({request.quoted(request.name)}{forced})"
    return (f"(await {call})" if request.how is How.AWAIT else call), (SECRET,)
