"""A secret of Prefect 1, read in a task's body: `Secret("API_KEY").get()`."""

from __future__ import annotations

from secretlint.model import ImportRequest
from secretlint.references import Request

KIND = "prefect-1-secret"
SAFE = True
REASON = ""
SECRET = ImportRequest("prefect.client", "Secret")


def expression(request: Request) -> tuple[str, tuple[ImportRequest, ...]] | None:
    """Text and imports; None for a text that `.get()` would parse as JSON."""
    if request.is_json:
        return None
    return f"{request.local(SECRET)}({request.quoted(request.name)}).get()", (SECRET,)
