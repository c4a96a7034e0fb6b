"""What runs in the project's own interpreter: it saves secrets through its Prefect, or compares those that are there.

It knows nothing of secretlint and needs no more than Python 3.7 (Prefect 1). Names and values come as JSON on stdin;
the answers are states and names of exception classes, never a message: masking a value inside one can reveal it.
"""

from __future__ import annotations

import json
import os
from importlib import import_module
from typing import Any

CREATED, REPLACED, PRESENT, ABSENT, REPLACEABLE, DIFFERENT, CHANGED, FAILED = (
    "created",
    "replaced",
    "present",
    "absent",
    "replaceable",
    "different",
    "changed",
    "failed",
)
SERVER_START_SECONDS = "120"


def main() -> None:
    """Say which Prefect this is, then do what stdin asks for, one answer a line."""
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    _close_the_streams()
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", SERVER_START_SECONDS)

    def answer(**parts: str) -> None:
        answers.write(json.dumps(parts) + "\n")
        answers.flush()

    try:
        described = _describe()
    except Exception as error:
        answer(error=type(error).__name__)
        return
    answer(**described)
    line = questions.readline()
    if not line:
        return
    asked = json.loads(line)
    look = _LocalSecrets() if described["version"].startswith(("0.", "1.")) else _Blocks()
    for item in asked["entries"]:
        answer(**_outcome(look, item, asked))


def _outcome(look: Any, item: dict[str, str], asked: dict[str, Any]) -> dict[str, str]:
    try:
        state = look.do(item["name"], item["value"], asked["write"], asked["overwrite"])
    except Exception as error:
        return {"name": item["name"], "state": FAILED, "error": type(error).__name__}
    return {"name": item["name"], "state": state}


def _close_the_streams() -> None:
    """Whatever Prefect, or a server that it starts, reads or prints: not from us, and not to the user."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _describe() -> dict[str, str]:
    prefect: Any = import_module("prefect")
    version = str(prefect.__version__).split("+")[0]
    if version.startswith(("0.", "1.")):
        config: Any = import_module("prefect.configuration")
        return {"version": version, "config": str(config.interpolate_env_vars(config.USER_CONFIG))}
    context: Any = import_module("prefect.context")
    settings: Any = import_module("prefect.settings")
    if version.startswith("2."):
        _wait_longer_for_a_local_server()
    profile = context.get_settings_context().profile
    return {"version": version, "profile": str(profile.name), "url": _shown(settings.PREFECT_API_URL.value())}


def _wait_longer_for_a_local_server() -> None:
    """Prefect 2 has no setting for it: 30 s are written into its client, and a new database takes longer to make."""
    client: Any = import_module("prefect.client.base")
    manager = getattr(client, "LifespanManager", None)
    seconds = int(SERVER_START_SECONDS)
    if manager is not None:
        client.LifespanManager = lambda app, **_: manager(app, startup_timeout=seconds, shutdown_timeout=seconds)


def _shown(url: object) -> str:
    """The URL without user, password and query."""
    from urllib.parse import urlsplit

    if not url:
        return ""
    parts = urlsplit(str(url))
    return parts.scheme + "://" + parts.netloc.rpartition("@")[2] + parts.path


class _Blocks:
    """The Secret blocks of Prefect 2 and 3."""

    def __init__(self) -> None:
        self.secret: Any = import_module("prefect.blocks.system").Secret
        self.not_found: Any = import_module("prefect.exceptions").ObjectNotFound

    def do(self, name: str, text: str, write: bool, overwrite: bool) -> str:
        """Create the block unless its name is taken; what is saved is loaded again and compared."""
        before = self.find(name)
        if before is not None and _is_same(before, text):
            return PRESENT
        if before is not None and not overwrite:
            return DIFFERENT
        if not write:
            return ABSENT if before is None else REPLACEABLE
        try:
            self.secret(value=text).save(name, overwrite=before is not None)
            saved = self.find(name)
            if saved is not None and _is_same(saved, text):
                return CREATED if before is None else REPLACED
        except Exception:
            self.undo(name, before)
            raise
        self.undo(name, before)
        return CHANGED

    def find(self, name: str) -> Any:
        """The block of that name, None where there is none."""
        try:
            return self.secret.load(name)
        except ValueError as error:
            if isinstance(error.__cause__, self.not_found):
                return None
            raise

    def undo(self, name: str, before: Any) -> None:
        """Bring back what was before."""
        if before is not None:
            before.save(name, overwrite=True)
        elif self.find(name) is not None:
            self.secret.delete(name)


def _is_same(block: Any, text: str) -> bool:
    """Whether the spelling that the source got reads back `text`: type and characters."""
    read = block.value.get_secret_value() if _is_json(text) else block.get()
    return type(read) is str and read == text


def _is_json(text: str) -> bool:
    """Prefect 3 would decode it on `.get()`, so that there the source reads past it."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


class _LocalSecrets:
    """The secrets of Prefect 1 in its configuration. It only looks: the file is written by who knows its text."""

    def __init__(self) -> None:
        self.secret: Any = import_module("prefect.client").Secret
        self.context: Any = import_module("prefect").context

    def do(self, name: str, text: str, write: bool, overwrite: bool) -> str:  # noqa: ARG002
        """Compare."""
        if name not in self.context.get("secrets", {}):
            return ABSENT
        read = self.secret(name).get()
        return PRESENT if type(read) is str and read == text else DIFFERENT


if __name__ == "__main__":
    main()
