"""The stages after the screen: files examined each alone, flows followed through all of a project, what is remembered
put in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from secretlint.engine import remember
from secretlint.engine.examined import Examined
from secretlint.engine.part import Part

if TYPE_CHECKING:
    from secretlint.engine.examiner import Examiner
    from secretlint.engine.flows import Followed
    from secretlint.model import Notice

Begin = Callable[[str], None]
"""Called with the path of each file before it is examined."""


class Done(NamedTuple):
    """All that the files have to say, by path, and what could not be done."""

    examined: tuple[Examined, ...]
    failures: tuple[Notice, ...]
    notices: tuple[Notice, ...]


def examine_parts(parts: Sequence[Part], examiner: Examiner, begin: Begin) -> Done:
    """Have `examiner` examine the candidates of all parts, follow the flows that are not known, and add what is."""
    if not any(part.candidates for part in parts):
        return _joined([(part, remember.restored(part), None) for part in parts])
    from secretlint.syntax.stack import with_deep_stack

    def examine_all() -> list[tuple[Part, list[Examined], Followed | None]]:
        done = []
        for part in parts:
            examined = []
            for candidate in part.candidates:
                begin(candidate.found.shown)
                examined.append(examiner.examine(candidate.source, part.policy))
            remember.keep(part, examined)
            followed = _follow(part, examined)
            examined = examined if followed is None else list(followed.examined)
            done.append((part, [*examined, *remember.restored(part)], followed))
        return done

    return _joined(with_deep_stack(examine_all))


def _follow(part: Part, examined: Sequence[Examined]) -> Followed | None:
    """The flows of a project, unless they are known or nobody asks for them."""
    if part.flows is not None or not part.policy.follows_flows or not examined:
        return None
    from secretlint.engine.flows import follow

    followed = follow(examined)
    remember.keep_flows(part, examined, followed)
    return followed


def _joined(done: Sequence[tuple[Part, list[Examined], Followed | None]]) -> Done:
    files: list[Examined] = []
    failures: list[Notice] = []
    notices: list[Notice] = []
    for part, examined, followed in done:
        if followed is None:
            notices += remember.known_notices(part)
        else:
            failures += followed.failures
            notices += followed.notices
        files += remember.with_known_flows(part, examined)
    files.sort(key=lambda each: each.path)
    for each in files:
        failures += each.failures
        notices += each.notices
    return Done(tuple(_selected(each) for each in files), tuple(failures), tuple(notices))


def _selected(examined: Examined) -> Examined:
    """A file as its selection of rules wants it: until here all rules looked, so that another selection can be told
    the same from the cache.
    """
    enabled = examined.policy.enabled_in(examined.source.path)
    findings = tuple(finding for finding in examined.findings if finding.code in enabled)
    return replace(examined, enabled=enabled, findings=findings, ran=examined.ran & enabled)
