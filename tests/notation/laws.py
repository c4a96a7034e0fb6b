"""The five laws that every example is held to, whatever it shows.

1. The screen keeps a file that has findings.
2. CRLF line ends and a byte order mark change no finding.
3. An unrelated statement above only moves lines.
4. A project says the same alone and among other files.
5. No output format shows a value of the example.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from secretlint.documents.lines import Lines
from secretlint.model import Finding, Report
from secretlint.report import RenderOptions, find_format, format_names
from secretlint.rules import all_rules
from tests.notation.document import Example
from tests.notation.run import contents_of, run, write

UNRELATED = b"unrelated = 0\n"
_MUST_BE_FIRST = re.compile(rb"#![^\n]*\n|#[^\n]*coding[:=][^\n]*\n|(?s:.*\n)?from __future__[^\n]*\n")
_BOM = b"\xef\xbb\xbf"
VARIANTS = ("crlf", "bom", "above")


@dataclass(frozen=True, slots=True)
class Checked:
    """An example's reports: alone; among its variants; with all that a low confidence shows, files ruled out or not."""

    example: Example
    alone: Report = field(repr=False)
    among: Report = field(repr=False)
    low: Report = field(repr=False)
    whole: Report = field(repr=False)


def check_in_all_ways(example: Example, root: Path) -> Checked:
    """Run the engine four times over the example below `root`."""
    contents = contents_of(example)
    files = write(example, root / "alone", contents)
    among = write(example, root / "alone", contents, "alone/")
    for name in VARIANTS:
        changed = {path: variant(name, data) for path, data in contents.items()}
        among += write(example, root / name, changed, f"{name}/")
    everything = {"min-confidence": "low"}
    return Checked(example, run(files), run(among), run(files, everything), run(files, everything, rule_out=False))


def variant(name: str, data: bytes) -> bytes:
    """`data` changed in a way that must not matter."""
    if name == "crlf":
        return data.replace(b"\n", b"\r\n")
    if name == "bom":
        return _BOM + data
    start = _start(data)
    return data[:start] + UNRELATED + data[start:]


def _start(data: bytes) -> int:
    first = _MUST_BE_FIRST.match(data)
    return first.end() if first else 0


def moved_lines(text: str) -> int:
    """The line that the unrelated statement takes."""
    data = text.encode()
    return data[: _start(data)].count(b"\n") + 1


def story(report: Report, folder: str = "", moved_from: dict[str, int] | None = None) -> list[tuple[object, ...]]:
    """What a report says of the files of `folder`, in a form to be compared.

    Lines after `moved_from[path]` are counted one less.
    """
    told: list[tuple[object, ...]] = []
    for finding in report.findings:
        if finding.path.startswith(folder):
            places = tuple(_place(finding, index, folder, moved_from or {}) for index in range(len(finding.locations)))
            said = (finding.code, finding.severity, finding.confidence, finding.message, finding.help)
            identity = (finding.scope, finding.target, finding.tag, finding.fingerprint)
            told.append((places, *said, *identity, finding.suppression))
    return told


def _place(finding: Finding, index: int, folder: str, moved_from: dict[str, int]) -> tuple[object, ...]:
    location = finding.locations[index]
    path = location.path.removeprefix(folder)
    first = moved_from.get(path)
    lines = [
        position.line - (first is not None and position.line > first)
        for position in (location.range.start, location.range.end)
    ]
    columns = (location.range.start.column, location.range.end.column)
    return (path, *lines, *columns, location.message)


def hidden_by_screen(checked: Checked) -> list[tuple[object, ...]]:
    """What is found, at any confidence, where nothing is ruled out, and is not otherwise."""
    seen = story(checked.low)
    return [each for each in story(checked.whole) if each not in seen]


def values_of(checked: Checked) -> Iterator[str]:
    """The texts under all findings, the unsure ones too, that a report could only have from there.

    A well-known value may stand elsewhere in the file, or be a word of every report (`secret`): it tells nothing.
    """
    for file in checked.example.files:
        lines = Lines(file.text)
        rest = file.text
        found = set()
        for finding in checked.low.findings:
            if finding.path == file.path and finding.code.startswith("SL1"):
                extent = finding.primary.range
                text = file.text[lines.offset(extent.start) : lines.offset(extent.end)]
                found.add(text)
        for text in sorted(found, key=len, reverse=True):
            rest = rest.replace(text, "")
        furniture = rest + _FURNITURE + " ".join(rule.rule.name for rule in all_rules()) + file.path
        furniture += "".join(_said_anyway(name, checked.low.rules) for name in format_names())
        for text in found:
            value = re.sub(r"^[a-zA-Z]{0,2}(\"\"\"|'''|\"|')|(\"\"\"|'''|\"|')$", "", text)
            for line in value.splitlines():
                if len(line) > 3 and line not in furniture:
                    yield line


@cache
def _said_anyway(name: str, rules: tuple[str, ...]) -> str:
    """What a format says where nothing was found: SARIF describes the rules, a page has its labels."""
    return _rendered(Report((), rules=rules), name, colour=False)


_FURNITURE = 'Secret.load("").get() os.environ PrefectSecret secretlint --explain error warning note password token key'


def shown_values(checked: Checked) -> list[str]:
    """The formats that show a value, by name."""
    values = set(values_of(checked))
    return [
        name
        for name in format_names()
        for report in (checked.alone, checked.low)
        for colour in (False, True)
        if any(value in _rendered(report, name, colour) for value in values)
    ]


def _rendered(report: Report, name: str, colour: bool) -> str:
    form = find_format(name)
    assert form is not None
    stream = io.StringIO()
    form.render(report, stream, RenderOptions(colour=colour))
    return stream.getvalue()
