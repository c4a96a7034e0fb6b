"""The first page of the site is the README: this hook of mkdocs makes it when the site is built."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PROJECT = "https://github.com/prefect-secretlint/prefect-secretlint"


def on_files(files: Any, config: Any) -> Any:
    """Add the page to those of `docs/`."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, "index.md", content=home_page()))
    return files


def home_page() -> str:
    """The README; its links lead to pages of the site, or to the repository."""
    text = (ROOT / "README.md").read_text("utf-8")
    text = text.partition("\n## Working on it")[0].rstrip() + "\n"
    text = text.replace("](docs/", "](")
    return re.sub(r"\]\((?!https?:|#)([A-Z][A-Za-z.]*|examples[^)]*)\)", rf"]({PROJECT}/blob/main/\1)", text)
