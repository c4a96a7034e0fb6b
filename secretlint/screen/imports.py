"""The imports of a file, from its bytes: wider than what Python sees (a text that reads like an import counts)."""

from __future__ import annotations

import re
from typing import NamedTuple

from secretlint.screen.later import later

_FROM = later(
    rb"^[ \t]*from[ \t]+(?P<dots>\.*)[ \t]*(?P<module>[\w.]*)[ \t]+import[ \t\\\r\n]*(?P<names>\([^)]*\)|[^\n;]*)"
    rb"|^[ \t]*import[ \t]+(?P<modules>[^\n;#]*)",
    re.MULTILINE,
)
_NAME = later(rb"\w+|\*")
_COMMENT = later(rb"#[^\r\n]*")


class ImportStatement(NamedTuple):
    """`names` is empty for `import module`; `level` counts the dots of a relative one."""

    module: str
    level: int
    names: tuple[str, ...] = ()


def imports(data: bytes) -> tuple[ImportStatement, ...]:
    """All of them, once each, in order."""
    found: dict[ImportStatement, None] = {}
    for match in _FROM.finditer(data.replace(b"\r", b"\n") if b"\r" in data else data):
        modules = match["modules"]
        if modules is None:
            names = _NAME.findall(_COMMENT.sub(b"", match["names"]))
            module = match["module"].decode("utf-8", "replace")
            text = tuple(name.decode("utf-8", "replace") for name in names if name != b"as")
            found[ImportStatement(module, len(match["dots"]), text)] = None
        else:
            for part in modules.split(b","):
                words = part.split()
                if words:
                    found[ImportStatement(words[0].decode("utf-8", "replace"), 0)] = None
    return tuple(found)
