"""An environment variable: `os.environ["API_KEY"]`. A KeyError is better than the None of `getenv`."""

from __future__ import annotations

from secretlint.model import ImportRequest
from secretlint.references import Request

KIND = "env"
SAFE = True
REASON = ""
OS = ImportRequest("os")


def expression(request: Request) -> tuple[str, tuple[ImportRequest, ...]]:
    """Text and imports."""
    return f"{request.local(OS)}.environ[{request.quoted(request.name)}]", (OS,)
