"""Write what is made from the code: `python docs/generate.py`; `--check` only compares.

The pages of the rules (from their docstrings), of the settings with their JSON schema, of the command line, and of
what Prefect stores (from `evidence/`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from command_line import command_line_page
from settings_reference import settings_page, settings_schema
from stored import stored_page

from secretlint.rules import RuleModule, all_rules, documentation

DOCS = Path(__file__).parent
PAGES = DOCS / "rules"
GROUPS = {
    "SL1": "A credential in the source",
    "SL2": "A secret value that escapes",
    "SL3": "A habit that will leak",
    "SL9": "About the run",
}
NOTATION = (
    'In the examples `# error: 12 [SL102] "…"` says what is reported on its line: severity, column, code and message. '
    "A line without such a comment is fine. `<github-token>` stands for a real token."
)
GENERATED = "<!-- Written by docs/generate.py from secretlint/rules/{module}.py: edit that file. -->\n"


def page_of(rule: RuleModule) -> str:
    """The Markdown page of one rule."""
    described = documentation(rule)
    assert described is not None
    facts = f"`{rule.rule.name}` · {rule.rule.severity.value} · since {rule.rule.since}"
    generated = GENERATED.format(module=rule.rule.name.replace("-", "_"))
    return f"# {rule.rule.code}: {described.title}\n\n{generated}\n{facts}\n\n{described.markdown}"


def index() -> str:
    """The list of all rules, by group."""
    parts = [f"# The rules\n\n<!-- Written by docs/generate.py. -->\n\n{NOTATION}"]
    group = ""
    for rule in all_rules():
        if rule.rule.code[:3] != group:
            group = rule.rule.code[:3]
            parts.append(f"\n## {GROUPS.get(group, group)}\n\n| code | name | finds | severity |\n|---|---|---|---|")
        described = documentation(rule)
        assert described is not None
        name = f"[{rule.rule.name}]({rule.rule.name}.md)"
        parts.append(f"| {rule.rule.code} | {name} | {described.title} | {rule.rule.severity.value} |")
    return "\n".join(parts) + "\n"


def pages() -> dict[Path, str]:
    """Every generated file with its text."""
    made = {
        PAGES / "README.md": index(),
        DOCS / "command-line.md": command_line_page(),
        DOCS / "settings.md": settings_page(),
        DOCS / "what-prefect-stores.md": stored_page(),
        DOCS / "schema" / "secretlint.schema.json": settings_schema(),
    }
    return made | {PAGES / f"{rule.rule.name}.md": page_of(rule) for rule in all_rules()}


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` name those that are not as they should be (exit code 1)."""
    wanted = pages()
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    stale += sorted(set(PAGES.glob("*.md")) - wanted.keys())
    if arguments == ["--check"]:
        for path in stale:
            print(f"stale: {path.relative_to(DOCS.parent).as_posix()}; run python docs/generate.py")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        if path in wanted:
            path.write_text(wanted[path], "utf-8", newline="\n")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
