"""The recipes of `docs/ci/`: each is a block whose first line names its file.

`python -m tests.recipes FOLDER` writes them, for tools that look at files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "ci"
_BLOCK = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def recipes() -> Iterator[tuple[str, str]]:
    """Each recipe: the file that it is for, and its text."""
    for page in sorted(PAGES.glob("*.md")):
        yield from _BLOCK.findall(page.read_text("utf-8"))


def write_all(folder: Path) -> None:
    """Write each recipe to its place below `folder`."""
    for name, text in recipes():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
