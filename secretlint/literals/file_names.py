"""What the names of a file say of the Prefect that it is written for."""

from __future__ import annotations

from secretlint.catalogue.majors import FileNames
from secretlint.syntax.code import Code
from secretlint.syntax.names import Names, imported_name
from secretlint.syntax.operation import Call, Enter, GetField, Import
from secretlint.syntax.walk import operations


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
                if not operation.name and not operation.level:
                    imported.add(operation.module)  # of `import a.b`, which binds `a`
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
