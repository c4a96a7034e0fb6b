"""An environment variable, handed to a task of Prefect 1 while the flow is built; read where the task runs."""

from __future__ import annotations

from secretlint.model import ImportRequest
from secretlint.references import Request

KIND = "env"
SAFE = False
REASON = "the variable must be set where the task runs"
SECRET = ImportRequest("prefect.tasks.secrets", "EnvVarSecret")


def expression(request: Request) -> tuple[str, tuple[ImportRequest, ...]]:
    """Text and imports. Without `raise_if_missing` a variable that is not set would be None."""
    return f"{request.local(SECRET)}({request.quoted(request.name)}, raise_if_missing=True)", (SECRET,)
