"""Which Prefect majors a file may be written for: the setting, its own names, the pins of the project, else 2 and 3."""

from __future__ import annotations

from secretlint.catalogue.majors import FileNames, majors_of
from secretlint.engine.policy import Policy
from secretlint.syntax.code import Call, Code, Enter, GetField, Import
from secretlint.syntax.names import Names, imported_name
from secretlint.syntax.walk import operations

PRESENT_MAJORS = frozenset({2, 3})
"""What nothing else decides is written for one of these."""


def file_majors(code: Code, policy: Policy, path: str) -> frozenset[int]:
    """The majors of one file, the first of these that decides; `path` is from the root."""
    setting = policy.settings.prefect_version
    if setting != "auto":
        return frozenset({int(setting)})
    verdict = majors_of(file_names(code, Names(code)))
    pinned = policy.pinned_majors(path)
    if not verdict.decided:
        return pinned or PRESENT_MAJORS
    return (verdict.majors & pinned) or verdict.majors


def file_names(code: Code, names: Names) -> FileNames:
    """What the file says of Prefect."""
    imported: set[str] = set()
    entered: set[str] = set()
    bases: set[str] = set()
    methods: set[str] = set()
    keywords: set[str] = set()
    for function in code.functions:
        bases.update(names.bases(function.index))
        for operation in operations(function):
            if isinstance(operation, Import):
                imported.add(imported_name(operation))
            elif isinstance(operation, GetField):
                dotted = names.dotted(function.index, operation.register)
                if dotted is not None:
                    imported.add(dotted)
            elif isinstance(operation, Enter):
                entered.update(_called(names, function.index, operation.value))
            elif isinstance(operation, Call):
                keywords.update(argument.name for argument in operation.arguments if argument.name)
                callee = names.written_by(function.index, operation.callee)
                if isinstance(callee, GetField):
                    methods.add(callee.key.removeprefix("."))
    return FileNames(imported, entered, bases, methods, keywords)


def _called(names: Names, function: int, register: int) -> list[str]:
    operation = names.written_by(function, register)
    dotted = names.dotted(function, operation.callee) if isinstance(operation, Call) else None
    return [] if dotted is None else [dotted]
