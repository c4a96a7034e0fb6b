"""Which `SecretStr` a file has to import, so that its Prefect masks it."""

from __future__ import annotations

from collections.abc import Iterator

from secretlint.fixes.source import Source
from secretlint.model import ImportRequest

SECRET_STR = ImportRequest("pydantic", "SecretStr")
_PYDANTIC_1 = ImportRequest("pydantic.v1", "SecretStr")


def secret_str(source: Source) -> ImportRequest:
    """For a field of a block: Prefect 2 masks the one of pydantic 1 only, whatever pydantic is installed."""
    return _PYDANTIC_1 if source.majors == {2} else SECRET_STR


def doubts(source: Source) -> Iterator[str]:
    """What makes it unsafe where the file may be written for several versions."""
    if source.majors == {2, 3}:
        yield "under Prefect 2 with pydantic 2 SecretStr has to come from pydantic.v1"
