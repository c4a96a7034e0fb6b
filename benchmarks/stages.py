"""Following values against parsing: CPU seconds of lowering and interpretation, and of LibCST's parse of these files.

    python benchmarks/stages.py TREE

All files of TREE that speak of Prefect are taken, none is ruled out. The bound is 1.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

from secretlint.catalogue.load import load
from secretlint.credentials.words import default_vocabulary
from secretlint.flow.analyse import analyse
from secretlint.flow.project import project
from secretlint.syntax.code import Code
from secretlint.syntax.lower import lower
from secretlint.syntax.parse import Parsed, parse
from secretlint.syntax.stack import with_deep_stack


def measure(tree: Path) -> tuple[float, float]:
    """Seconds of the parse, and of lowering and interpretation together."""
    parsing = following = 0.0
    codes: dict[str, Code] = {}
    gc.disable()
    for path in sorted(tree.rglob("*.py")):
        data = path.read_bytes() if path.is_file() else b""
        if b"prefect" not in data:
            continue
        start = time.process_time()
        parsed = parse(data.decode("utf-8", "replace"))
        parsing += time.process_time() - start
        if isinstance(parsed, Parsed):
            start = time.process_time()
            codes[path.relative_to(tree).as_posix()] = lower(parsed.module).code
            following += time.process_time() - start
    start = time.process_time()
    analyse(project(codes), load(), default_vocabulary())
    return parsing, following + time.process_time() - start


def main() -> None:
    """Measure and print."""
    tree = Path(sys.argv[1]).resolve()
    parsing, following = with_deep_stack(lambda: measure(tree))
    print(
        f"lower and interpret {following:.2f} s, parse {parsing:.2f} s: {following / max(parsing, 1e-9):.2f} (bound 1)"
    )


if __name__ == "__main__":
    main()
