"""A private Prefect server (2 or 3) on this machine: its own home, SQLite, a free port."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

LISTED = (
    "flows",
    "flow_runs",
    "task_runs",
    "logs",
    "artifacts",
    "artifacts/latest",
    "variables",
    "block_documents",
    "deployments",
    "automations",
    "v2/concurrency_limits",
    "work_pools",
    "events",
    "flow_run_notification_policies",
    "block_types",
    "block_schemas",
)
"""What the API lists; the two majors differ by a few."""

_PAGE = 200
_START_SECONDS = 600


class Server:
    """Start it as a context; `root` is a directory for everything that belongs to it."""

    def __init__(self, python: str, settings: Mapping[str, str], port: int = 0) -> None:
        """`python` is the interpreter of an environment with Prefect; `settings` are for the server and every case."""
        self.python = os.path.abspath(python)
        self.root = Path(tempfile.mkdtemp(prefix="evidence-"))
        self._settings = settings
        self._port = port or _free_port()
        self._url = f"http://127.0.0.1:{self._port}/api"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        """Its SQLite file."""
        return self.root / "server" / "prefect.db"

    @property
    def log(self) -> Path:
        """What it printed."""
        return self.root / "server" / "server.log"

    def environment(self, home: Path, **extra: str) -> dict[str, str]:
        """The environment of a process that uses this server and has `home` to itself."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        own = {
            "PREFECT_HOME": str(home),
            "HOME": str(home),
            "PREFECT_API_URL": self._url,
            "PYTHONUNBUFFERED": "1",
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_CLI_PROMPT": "false",
            "PREFECT_CLI_COLORS": "0",
            "COLUMNS": "400",
            "PATH": os.path.dirname(self.python) + os.pathsep + os.environ["PATH"],
        }
        return {**inherited, **own, **self._settings, **extra}

    def __enter__(self) -> Server:
        """Start it and wait until it answers. Raises RuntimeError if it does not."""
        home = self.log.parent
        home.mkdir()
        program = os.path.join(os.path.dirname(self.python), "prefect")  # Prefect 2 has no `python -m prefect`
        command = [program, "server", "start", "--host", "127.0.0.1", "--port", str(self._port)]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=self.environment(home), cwd=home, stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(_START_SECONDS * 2):
            if self._answers():
                return self
            if self._process.poll() is not None:
                break
            time.sleep(0.5)
        said = self.log.read_text("utf-8", "replace")[-3000:]
        self.__exit__()
        raise RuntimeError(f"the server did not start:\n{said}")

    def __exit__(self, *_error: object) -> None:
        """Stop it, and delete all that it left."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)  # the group that was started above
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        shutil.rmtree(self.root, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self._url + "/health", timeout=2) as answer:
                return bool(answer.read())
        except OSError:
            return False

    def call(self, method: str, path: str, body: object = None) -> object:
        """One request to the API, again while SQLite is busy."""
        url = path if path.startswith("http") else self._url + path
        data = None if body is None else json.dumps(body).encode()
        for left in range(9, -1, -1):
            request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.loads(answer.read() or b"null")
            except urllib.error.HTTPError as error:
                if error.code != 503 or not left:
                    raise
                time.sleep(1)
        raise AssertionError("not reached")

    def listed(self, what: str) -> Iterator[Mapping[str, object]]:
        """Everything of one kind, as a reader of the API sees it: block documents without their secrets."""
        offset, following = 0, ""
        while True:
            body: dict[str, object] = {"limit": _PAGE, "offset": offset}
            if what == "block_documents":
                body["include_secrets"] = False
            if what == "events":
                body = {"limit": 50, "filter": {"order": "DESC"}}
            try:
                page = self.call("GET", following) if following else self.call("POST", f"/{what}/filter", body)
            except OSError as error:
                if getattr(error, "code", 0) not in (404, 405):
                    print(f"the API does not list {what}: {error}")
                return
            items = page.get("events") if isinstance(page, dict) else page
            if not isinstance(items, list):
                return
            yield from items
            offset += len(items)
            following = str(page.get("next_page") or "") if isinstance(page, dict) else ""
            if (
                not items
                or (isinstance(page, dict) and not following)
                or (isinstance(page, list) and len(items) < _PAGE)
            ):
                return

    def stored(self) -> Iterator[tuple[str, str | bytes]]:
        """Every text of every table: `logs.message` and what stands there."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        tables = connection.execute("select name from sqlite_master where type='table'").fetchall()
        for (table,) in tables:
            cursor = connection.execute(f'select * from "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor:
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, (str, bytes)) and len(value) >= 8:
                        yield f"{table}.{column}", value
        connection.close()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
