"""What rules get: a record, and where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from secretlint.model import Confidence, Location

if TYPE_CHECKING:
    # The rules name these, and who reports what is known loads the rules, not the engine.
    from secretlint.flow.records import FieldRecord, FlowRecord, HabitRecord, ParameterRecord


@dataclass(frozen=True, slots=True)
class LocatedFlow:
    """A secret that reaches a sink: `location` is the argument there, `steps` the way to it, oldest first.

    `versions` (`Prefect 2`) is empty where it leaks in every version that the file may be written for.
    `is_reported_default`: it is the default of a parameter, a literal, and a rule on literals reports it as that.
    """

    record: FlowRecord
    location: Location
    steps: tuple[Location, ...]
    confidence: Confidence
    versions: str = ""
    is_reported_default: bool = False


@dataclass(frozen=True, slots=True)
class LocatedCall:
    """A call, attribute or import that is a finding by itself; `steps` lead to it where a function stands between."""

    record: HabitRecord
    location: Location
    steps: tuple[Location, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class LocatedParameter:
    """A parameter of a flow or task under the name of a secret. `has_reported_default`: see `LocatedFlow`."""

    record: ParameterRecord
    location: Location
    confidence: Confidence
    has_reported_default: bool = False


@dataclass(frozen=True, slots=True)
class LocatedField:
    """An annotated field of a class under the name of a secret."""

    record: FieldRecord
    location: Location
    confidence: Confidence
