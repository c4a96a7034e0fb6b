"""What a run takes from the cache in place of work, and what it leaves there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from secretlint.cache.records import NO_FLOWS
from secretlint.cache.stamp import digest_of
from secretlint.engine.memory import DROPPED, QUIET, SILENT, Memory
from secretlint.engine.part import Candidate, Part, Remembered
from secretlint.files.read import SourceFile, read
from secretlint.model import Confidence, Notice

if TYPE_CHECKING:
    from secretlint.cache.records import FlowShare, KeptFlows
    from secretlint.cache.rests import Rests
    from secretlint.engine.examined import Examined
    from secretlint.engine.flows import Followed
    from secretlint.engine.recall import Paths


def settle(part: Part, *, rule_out: bool = True, sure: Callable[[SourceFile], None] | None = None) -> None:
    """Decide what is left to do: remembered files whose part in flows has to be found anew, or that have changed since
    they were looked up, become candidates. `rule_out`: see `CheckOptions`; `sure` is called with some of the new
    candidates before all of them are known.
    """
    if part.policy.follows_flows:
        _settle_flows(part, rule_out=rule_out, sure=sure)
    for each in part.remembered:
        if _speaks(part, each):
            source = _source(each, part)
            if source is not None:
                part.speaking.append(each._replace(source=source))
            else:
                _again(part, each)
    part.candidates.sort(key=lambda candidate: candidate.found.shown)
    if part.speaking or (part.flows is not None and any(part.flows)):
        _paths_of(part)


def _settle_flows(part: Part, *, rule_out: bool, sure: Callable[[SourceFile], None] | None) -> None:
    """Whatever file has changed may have a part in any flow: then all are looked at anew."""
    if part.memory is not None and not part.anew:
        part.flows = _known_flows(part, part.memory)
    if part.flows is not None:
        part.shares = {share.path: share for share in part.flows.shares}
        return
    for each in part.remembered:
        source = read(each.found, part.policy.settings.max_file_size)
        if isinstance(source, SourceFile):
            part.screen(each.found, source, walked=True)
    part.remembered.clear()
    part.bring_back(rule_out=rule_out, sure=sure)


def restored(part: Part) -> list[Examined]:
    """The remembered files that have something to say, as they were after they were examined."""
    if not part.speaking:
        return []
    from secretlint.engine.recall import recalled_file, restored

    found = []
    for each in part.speaking:
        assert each.source is not None
        assert part.paths is not None
        kept = None if each.known.kind in (DROPPED, SILENT) else recalled_file(each.known.record)
        found.append(restored(each.source, part.policy, kept, part.paths))
    return found


def with_known_flows(part: Part, examined: Sequence[Examined]) -> list[Examined]:
    """Files with what the remembered flows add to them."""
    if part.flows is None or part.memory is None or part.paths is None:
        return list(examined)
    from secretlint.engine.recall import FlowExcerpts, with_flows

    sources = [each.source for each in examined]
    excerpts = FlowExcerpts(part.flows.lines, sources, part.memory.root, part.paths)
    shares = [part.shares.get(part.memory.relative(os.fspath(each.source.path)) or "") for each in examined]
    return [
        each if share is None else with_flows(each, share, excerpts, part.paths)
        for each, share in zip(examined, shares, strict=True)
    ]


def known_notices(part: Part) -> list[Notice]:
    """What the remembered flows said besides findings."""
    if part.flows is None or part.paths is None:
        return []
    return [Notice(part.paths.shown(each.path), each.message) for each in part.flows.notices]


def keep(part: Part, examined: Iterable[Examined]) -> None:
    """Note what the candidates were found to say, each alone."""
    if part.memory is None:
        return
    from secretlint.engine.recall import file_record, kind_of
    from secretlint.engine.source_text import text_of

    paths = _paths_of(part)
    for candidate, each in zip(part.candidates, examined, strict=True):
        if not each.is_repeatable:
            continue
        kind = kind_of(each)
        record = b"" if kind == SILENT else file_record(each, text_of(each.source), paths)
        if record is not None:
            part.memory.examined(candidate.found, candidate.source.data, kind, record)


def keep_flows(part: Part, before: Sequence[Examined], followed: Followed) -> None:
    """Note what the flows through the candidates (`before` they were followed) were found to say."""
    members = None if part.memory is None else _members(part, part.memory)
    if part.memory is None or members is None:
        return
    rests = None if followed.failures else _rests_of(part, part.memory, members, followed.asked)
    record = None
    if rests is not None:
        from secretlint.engine.recall import flows_record

        record = flows_record(before, followed, _paths_of(part))
    part.memory.followed(b"" if rests is None or record is None else _entry(rests, record))


def _entry(rests: Rests, record: bytes) -> bytes:
    """What stands in the cache for the flows of a project: what they rest on, and what they said if anything."""
    from secretlint.cache.rests import to_line

    line = to_line(rests)
    return b"" if line is None else line + b"\t" + record


def _known_flows(part: Part, memory: Memory) -> KeptFlows | None:
    entry = memory.project()
    members = _members(part, memory) if entry else None
    if members is None:
        return None
    from secretlint.cache.rests import from_line, members_digest, renewed

    line, _, record = entry.partition(b"\t")
    known = from_line(line)
    if known is None or known.members != members_digest(members.items()):
        return None
    rests = renewed(memory.root, known, tells, memory.now)
    if rests is None:
        return None
    flows = NO_FLOWS
    if record:
        from secretlint.engine.recall import recalled_flows

        recalled = recalled_flows(record)
        if recalled is None:
            return None
        flows = recalled
    if rests is not known:
        memory.followed(_entry(rests, record))
    return flows


def _members(part: Part, memory: Memory) -> dict[str, bytes] | None:
    """The files that take part in flows, with their digests; None where one of them is not of the project."""
    digests = [(each.found, each.known.digest) for each in part.remembered]
    digests += [(each.found, digest_of(each.source.data)) for each in part.anew]
    members = {memory.relative(found.place): digest for found, digest in digests}
    return None if None in members else {path: digest for path, digest in members.items() if path is not None}


def _rests_of(
    part: Part, memory: Memory, members: Mapping[str, bytes], asked: Mapping[str, bytes | None]
) -> Rests | None:
    from secretlint.cache.rests import rests_of

    chosen = part.policy.candidates
    return rests_of(memory.root, members, {**chosen.asked, **asked}, chosen.looked_into, tells, memory.now)


def tells(directory: str, name: str) -> bool:
    """Whether a file may state a version or a setting that flows depend on."""
    from secretlint.settings.prefect_range import may_state_version
    from secretlint.settings.prefect_settings import FILES

    if os.path.basename(directory) == "requirements" and name.endswith((".txt", ".in")):
        return True
    return name in FILES or may_state_version(name)


def _speaks(part: Part, each: Remembered) -> bool:
    """Whether a file has something to say to this run."""
    if each.known.kind not in (DROPPED, SILENT, QUIET):
        return True
    if each.known.kind == QUIET and (part.is_curious or part.policy.settings.min_confidence is Confidence.LOW):
        return True
    share = _share_of(part, each)
    return share is not None and bool(share.findings)


def _source(each: Remembered, part: Part) -> SourceFile | None:
    """A remembered file with its text; None where it is another by now, or what is remembered is damaged."""
    if each.known.data is not None:
        source = SourceFile(each.found.path, each.found.shown, each.known.data)
    else:
        found = read(each.found, part.policy.settings.max_file_size)
        if not isinstance(found, SourceFile) or digest_of(found.data) != each.known.digest:
            return None
        source = found
    from secretlint.engine.recall import fits, recalled_file
    from secretlint.engine.source_text import text_of

    text = text_of(source).text
    kept = None if each.known.kind in (DROPPED, SILENT) else recalled_file(each.known.record)
    if each.known.kind not in (DROPPED, SILENT) and (kept is None or not fits(kept, text)):
        return None
    return source


def _share_of(part: Part, each: Remembered) -> FlowShare | None:
    """What the remembered flows add to a file."""
    if not part.shares or part.memory is None:
        return None
    return part.shares.get(part.memory.relative(each.found.place) or "")


def _again(part: Part, each: Remembered) -> None:
    source = read(each.found, part.policy.settings.max_file_size)
    if isinstance(source, SourceFile):
        part.candidates.append(Candidate(each.found, source))


def _paths_of(part: Part) -> Paths:
    if part.paths is None:
        assert part.memory is not None
        from secretlint.engine.recall import Paths

        found = [each.found for each in part.remembered] + [each.found for each in part.candidates]
        shown = {part.memory.relative(each.place) or each.shown: each.shown for each in found}
        part.paths = Paths(part.memory.root, shown)
    return part.paths
