"""A canary is a random text that stands for the secret of one case: made here, and found in whatever a run left."""

from __future__ import annotations

import base64
import bz2
import contextlib
import lzma
import re
import secrets
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

PLACEHOLDER = "@@CANARY@@"
_PREFIX = 9
"""How many characters of an encoded canary are the same for all of them, at least."""


def new_canary() -> str:
    """Not the shape of any provider's token: nothing that Prefect runs may mask it by its looks."""
    return "sk_canary_" + secrets.token_hex(10)


def comments(source: str, key: str) -> list[str]:
    """The values of the lines `# key: value` of a case."""
    return [found.strip() for found in re.findall(rf"^#\s*{key}:\s*(.*)$", source, re.MULTILINE)]


def environment_of(source: str, canary: str) -> dict[str, str]:
    """What the lines `# env: NAME=VALUE` of a case set."""
    pairs = (line.partition("=") for line in comments(source, "env"))
    return {name: value.replace(PLACEHOLDER, canary) for name, _, value in pairs}


def encodings(canary: str) -> Mapping[str, str]:
    """A canary as it may be written → how (empty: as it is). Base64 at each alignment, its uncertain edges cut off."""
    raw = canary.encode()
    found = {canary: "", raw.hex(): "hex", "".join(f"%{byte:02X}" for byte in raw): "pct"}
    for padding in range(3):
        encoded = base64.b64encode(b"\0" * padding + raw).decode().rstrip("=")
        found[encoded[(0, 2, 3)[padding] : len(encoded) - 2]] = "b64"
    return found


class Matcher:
    """Finds every canary in every encoding with one pattern per encoding, however many cases there are."""

    def __init__(self, canaries: Mapping[str, str]) -> None:
        """`canaries` are those of the cases, by name of the case."""
        self._known: dict[str, tuple[str, str]] = {}
        # Canaries share their beginning, so each encoding has few of them.
        beginnings: dict[tuple[bool, int, str], None] = {}
        for case, canary in canaries.items():
            for text, how in encodings(canary).items():
                exact = how == "b64"
                written = text if exact else text.lower()
                self._known[written] = (case, how)
                beginnings[exact, len(written), written[:_PREFIX]] = None
        self._searches = [(exact, *_search(beginnings, exact)) for exact in (False, True)]

    def find(self, content: str | bytes) -> set[tuple[str, str]]:
        """The cases whose canary stands in a text, each with the encoding."""
        text = content.decode("latin-1") if isinstance(content, bytes) else content
        found: set[tuple[str, str]] = set()
        for exact, starts, pattern in self._searches:
            searched = text if exact else text.lower()
            if any(start in searched for start in starts):
                found.update(self._known[hit] for hit in pattern.findall(searched) if hit in self._known)
        return found

    def find_packed(self, data: bytes) -> set[tuple[str, str]]:
        """As `find`, also in what is packed inside."""
        found: set[tuple[str, str]] = set()
        for depth, layer in enumerate(layers(data)):
            found.update((case, how if depth == 0 else "b64") for case, how in self.find(layer))
        return found


def _search(beginnings: Iterable[tuple[bool, int, str]], exact: bool) -> tuple[list[str], re.Pattern[str]]:
    chosen = [(length, start) for is_exact, length, start in beginnings if is_exact == exact]
    pattern = "|".join(re.escape(start) + "." * (length - _PREFIX) for length, start in chosen)
    return [start for _, start in chosen], re.compile(pattern)


def layers(data: bytes, depth: int = 3) -> Iterator[bytes]:
    """The bytes, then what is packed in them: base64 (line-wrapped too, as in pickled results), compressed data."""
    yield data
    if not depth:
        return
    for run in re.findall(rb"[A-Za-z0-9+/]{24,}={0,2}", re.sub(rb"\\+n|[\r\n]", b"", data)):
        try:
            inner = base64.b64decode(run + b"=" * (-len(run) % 4))
        except ValueError:
            continue
        yield from layers(inner, depth - 1)
    for unpack in (lzma.decompress, bz2.decompress, zlib.decompress):
        with contextlib.suppress(lzma.LZMAError, EOFError, OSError, ValueError, zlib.error):
            yield unpack(data)


def without_ids(path: Path | str) -> str:
    """A path without what is another in every run."""
    return re.sub(r"[0-9a-f]{32,}|[0-9a-f-]{36}|\d{4}-\d\d-\d\d[tT][\w-]+", "<id>", str(path))
