"""Foreign text as HTML: file names, messages and lines may hold anything."""

from __future__ import annotations

import re
from html import escape

from secretlint.model import Excerpt, Location
from secretlint.report.headline import place
from secretlint.report.printable import TAB_WIDTH, printable

_CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def safe(text: str) -> str:
    """`text` for any place in the page, attributes too; what isn't visible is written as its escape."""
    return escape(printable(text))


def said(text: str) -> str:
    """A message, with what stands in backticks as code."""
    return _CODE.sub(r"<code>\2</code>", safe(text))


def prose(markdown: str) -> str:
    """Paragraphs, headings and lists of a rule's documentation. It is ours, so this knows no more of Markdown."""
    blocks = [block for block in re.split(r"\n\s*\n", markdown.strip()) if block.strip()]
    return "".join(_block(block) for block in blocks)


def breakable(path: str) -> str:
    """A path that may break after each `/`."""
    return safe(path).replace("/", "/<wbr>")


def placed(location: Location) -> str:
    """`path:line:column`."""
    return breakable(place(location))


def line(excerpt: Excerpt) -> str:
    """A line on show, with its number and its marked part."""
    start, end = excerpt.marker_start, excerpt.marker_start + excerpt.marker_length
    before, marked, after = excerpt.text[:start], excerpt.text[start:end], excerpt.text[end:]
    text = f"{_source(before)}<mark>{_source(marked) or ' '}</mark>{_source(after)}"
    return f'<pre><span class="number">{excerpt.line}</span><code>{text}</code></pre>'


def _source(text: str) -> str:
    return safe(text.replace("\t", " " * TAB_WIDTH))


def _block(block: str) -> str:
    lines = [text.rstrip() for text in block.splitlines()]
    if lines[0].startswith("## "):
        rest = "\n".join(lines[1:])
        return f"<h3>{safe(lines[0][3:])}</h3>" + (_block(rest) if rest.strip() else "")
    if lines[0].startswith("- "):
        items = "\n".join(lines)[2:].split("\n- ")
        return f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</ul>"
    if lines[0].startswith(("```", "|")):
        return f"<pre>{safe_lines(lines)}</pre>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def safe_lines(lines: list[str]) -> str:
    """Lines as they are."""
    return "\n".join(safe(text) for text in lines if not text.startswith("```"))


def _inline(text: str) -> str:
    return said(_LINK.sub(r"\1", " ".join(text.split())))
