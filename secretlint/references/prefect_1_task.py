"""A secret of Prefect 1, handed to a task while the flow is built: `PrefectSecret("API_KEY")`, one more task."""

from __future__ import annotations

from secretlint.model import ImportRequest
from secretlint.references import Request

KIND = "prefect-1-secret"
SAFE = True
REASON = ""
SECRET = ImportRequest("prefect.tasks.secrets", "PrefectSecret")


def expression(request: Request) -> tuple[str, tuple[ImportRequest, ...]] | None:
    """Text and imports; None for a text that the task would parse as JSON."""
    if request.is_json:
        return None
    return f"{request.local(SECRET)}({request.quoted(request.name)})", (SECRET,)
