"""Which Prefect majors a file may be written for: the setting, its own names, the pins of the project, else 2 and 3."""

from __future__ import annotations

from secretlint.catalogue.majors import FileNames, majors_of
from secretlint.engine.policy import Policy
from secretlint.literals.file_names import file_names
from secretlint.syntax.code import Code
from secretlint.syntax.names import Names


def file_majors(code: Code, said: FileNames | None, policy: Policy, path: str) -> frozenset[int]:
    """The majors of one file, the first of these that decides; `path` is from the root.

    `said` is what its names say, None where nobody has looked yet.
    """
    setting = policy.settings.prefect_version
    if setting != "auto":
        return frozenset({int(setting)})
    return majors_of(said or file_names(code, Names(code))).within(policy.pinned_majors(path))
