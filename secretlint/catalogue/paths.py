"""Access paths, read from their spelling."""

from __future__ import annotations

import re

from secretlint.catalogue.terms import AccessPath, Root

_ROOTS = {
    root.value: root
    for root in (Root.RECEIVER, Root.RETURN, Root.RAISE, Root.VALUE, Root.PARAMETERS, Root.LOCALS, Root.HANDLED)
}
_HEAD = re.compile(r"argument:(?:(?P<position>\d+)(?P<rest>\*)?(?:\|(?P<either>[A-Za-z_]\w*))?|(?P<name>[A-Za-z_]\w*))")
_KEYWORD = re.compile(r"keyword:(?P<name>[A-Za-z_]\w*)")
_STORE = re.compile(r"store:(?P<name>[A-Za-z_]\w*)")
_STEP = re.compile(r"""\.[A-Za-z_]\w*|\[\*\]|\[\d+\]|\["[^"\]\\]*"\]|\['[^'\]\\]*'\]""")


def parse_path(text: str) -> AccessPath:
    """The path that `text` spells. Raises ValueError, whose text says what is wrong."""
    head, tail = _split(text)
    if head == "argument:*":
        return AccessPath(Root.ALL_POSITIONAL, position=0, tail=tail)
    if head == "keyword:**":
        return AccessPath(Root.ALL_KEYWORDS, tail=tail)
    if head in _ROOTS:
        return AccessPath(_ROOTS[head], tail=tail)
    if store := _STORE.fullmatch(head):
        return AccessPath(Root.STORE, name=store["name"], tail=tail)
    if keyword := _KEYWORD.fullmatch(head):
        return AccessPath(Root.ARGUMENT, name=keyword["name"], tail=tail)
    match = _HEAD.fullmatch(head)
    if match is None or (match["rest"] and match["either"]):
        raise ValueError(f"not an access path: {text!r}")
    position = int(match["position"]) if match["position"] else None
    if match["rest"]:
        return AccessPath(Root.ALL_POSITIONAL, position=position, tail=tail)
    return AccessPath(Root.ARGUMENT, position=position, name=match["name"] or match["either"], tail=tail)


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    head = re.split(r"[.\[]", text, maxsplit=1)[0]
    rest = text[len(head) :]
    steps: list[str] = []
    while rest:
        step = _STEP.match(rest)
        if step is None:
            raise ValueError(f"not an access path: {text!r}")
        steps.append(_normal(step[0]))
        rest = rest[step.end() :]
    return head, tuple(steps)


def _normal(step: str) -> str:
    """A quoted key as `syntax.code.element_key` writes it."""
    return f"[{step[2:-2]!r}]" if step[1:2] in "\"'" else step
