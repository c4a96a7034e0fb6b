"""What identifies a finding when lines move: code, path from the root, scope, target, and which one of equals."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from secretlint.model import Finding


def fingerprinted(findings: Iterable[Finding], path: str) -> list[Finding]:
    """The findings of one file, in order, each with its fingerprint; `path` is relative to the project root.

    The value takes no part in it, so nothing about the value can be learned from it.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    result = []
    for finding in findings:
        identity = (finding.code, finding.scope, finding.target)
        digest = hashlib.blake2b("\0".join((*identity, path)).encode("utf-8", "surrogateescape"), digest_size=8)
        result.append(finding._replace(fingerprint=f"{digest.hexdigest()}:{seen[identity] + 1}"))
        seen[identity] += 1
    return result
