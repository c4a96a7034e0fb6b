"""A rule's docstring as documentation: title, summary and Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from secretlint.model import Rule

_FAKE = re.compile(r"\{fake:([a-z0-9-]+)(?::\d+)?\}")
_SUMMARY = re.compile(r"^## What leaks\n+(.+?)(?:\n\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Documentation:
    """What a rule says about itself.

    `title` is one line without a full stop, `summary` the first paragraph of "What leaks" on one line, `markdown` the
    rest of the docstring: sections from `##` on, examples included.
    """

    title: str
    summary: str
    markdown: str


def read_docstring(rule: Rule, docstring: str) -> Documentation:
    """Take `docstring` apart. Where it is missing (`python -OO` drops it) the rule's name stands for all of it.

    The examples hold no token (`{fake:github-token}` in the source); readers see `<github-token>`.
    """
    text = _FAKE.sub(r"<\1>", docstring.strip())
    title, _, body = text.partition("\n")
    title = title.rstrip(".") or rule.name
    summary = _SUMMARY.search(body)
    return Documentation(title, " ".join(summary[1].split()) if summary else title, body.strip() + "\n")
