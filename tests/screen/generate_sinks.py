"""What of the catalogue's calls the screen knows by name, for the rules that follow values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secretlint.catalogue.load import DATA, load, read_rows
from secretlint.catalogue.match import BLOCK_BASE
from secretlint.catalogue.schema import (
    Block,
    Callback,
    CallRow,
    Habit,
    Propagator,
    Row,
    Sink,
    Source,
    Type,
    WorkflowMark,
)
from secretlint.catalogue.terms import LabelKind, Root

Part = tuple[str, str, object]
"""A constant of the generated module: its name, what it says of itself, its value."""


def parts() -> list[Part]:
    """The constants."""
    return [
        ("SOURCE_WORDS", "Words of what gives a secret, or tells that one is meant.", source_words()),
        ("WORKFLOW_WORDS", "Words of Prefect's own calls.", workflow_words()),
        ("SINKS", "Last names of methods that store or show, whatever they belong to.", sinks()),
        ("BUILTIN_SINKS", "Python's own functions that do.", builtin_sinks()),
        ("RECEIVER_SINKS", "Last names of calls that store or show what they belong to.", receiver_sinks()),
        ("LIBRARY_SINKS", "The same, of what a library gives, with the roots of its imports.", library_sinks()),
        ("RAISERS", "Last names of calls that may raise what they are given.", raisers()),
        ("LIBRARY_RAISERS", "The same, of what a library gives.", library_raisers()),
        ("SINK_LIBRARIES", "Roots of imports, and those whose objects they give.", sink_libraries()),
        ("TAKES_LOCALS", "Last names of calls whose result holds every local variable.", takes_locals(Root.RETURN)),
        ("RAISES_LOCALS", "The same, of what may raise them.", takes_locals(Root.RAISE)),
        ("CARRIERS", "Last names of calls that give what they are given.", carriers()),
        ("FILLERS", "Last names of calls that put into their object what they are given.", fillers()),
        ("BLOCK_BASES", "Classes that blocks derive from.", block_bases()),
        ("HABIT_IMPORTS", "Imports that are findings by themselves.", habit_imports()),
    ]


def source_words() -> frozenset[str]:
    """Words of what gives a secret, unmasks one or is a habit, where no name in the file tells of it besides."""
    found: set[str] = set()
    for path in sorted(DATA.rglob("*.toml")):
        for row in read_rows(path, path.name):
            names: Iterable[str] = ()
            if isinstance(row, Source) and row.named is None and not row.named_key:
                names = (*row.calls, *row.reads)
            elif isinstance(row, Propagator) and row.kind is LabelKind.SECRET:
                names = row.calls
            elif isinstance(row, Habit) and row.named is None:
                names = (*row.calls, *row.imports)
            elif isinstance(row, Type) and row.masks:
                names = row.names
            found.update(telling_part(name) for name in names)
    return frozenset((found | {"hide_input"}) - {""} - ON_EVERY_WAY)


def workflow_words() -> frozenset[str]:
    """Words of Prefect's own calls that store something, wherever they stand, or that only workflow code needs."""
    found: set[str] = set()
    for name in ("prefect.toml", "prefect_1.toml"):
        for row in read_rows(DATA / name, name):
            if isinstance(row, (Sink, WorkflowMark)):
                found.update(telling_part(call) for call in row.calls if call.startswith("prefect"))
    return frozenset(found - {""} - ON_EVERY_WAY - IN_ALL_CODE)


def _rows() -> Iterator[Row]:
    for path in sorted(DATA.rglob("*.toml")):
        yield from read_rows(path, path.name)


def _flow_calls() -> Iterator[tuple[str, bool, bool]]:
    """Dotted names of sinks and of what raises what it is given: whether it is that, whether it needs no import."""
    for row in _rows():
        raises = isinstance(row, Propagator) and _only_raises(row)
        if isinstance(row, Sink) or raises:
            for call in row.calls:
                spelled = isinstance(row, CallRow) and bool(row.spelled or row.receiver_spelled)
                yield call, raises, spelled or call.partition(".")[0] == "builtins"


def sinks() -> frozenset[str]:
    """Last names of sinks that are told by their spelling."""
    rows = (row for row in _rows() if isinstance(row, Sink) and (row.spelled or row.receiver_spelled))
    return frozenset(call.rpartition(".")[2] for row in rows for call in row.calls)


def builtin_sinks() -> frozenset[str]:
    """Names of sinks that are built in."""
    calls = (call for row in _rows() if isinstance(row, Sink) for call in row.calls)
    return frozenset(call.rpartition(".")[2] for call in calls if call.startswith("builtins."))


def receiver_sinks() -> frozenset[str]:
    """Last names of sinks that read their receiver."""
    rows = (row for row in _rows() if isinstance(row, Sink))
    reading = (row for row in rows if any(path.root is Root.RECEIVER for path in row.inputs))
    return frozenset(call.rpartition(".")[2] for row in reading for call in row.calls)


def raisers() -> frozenset[str]:
    """Last names of what raises what it is given, and needs no import."""
    return frozenset(call.rpartition(".")[2] for call, raises, plain in _flow_calls() if plain and raises)


def library_sinks() -> dict[str, tuple[str, ...]]:
    """The others, with the roots of their dotted names."""
    return _by_last_name(call for call, raises, plain in _flow_calls() if not plain and not raises)


def library_raisers() -> dict[str, tuple[str, ...]]:
    """The others, with the roots of their dotted names."""
    return _by_last_name(call for call, raises, plain in _flow_calls() if not plain and raises)


def _by_last_name(calls: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for call in calls:
        found.setdefault(call.rpartition(".")[2], set()).add(call.partition(".")[0])
    return {last: tuple(sorted(homes)) for last, homes in found.items()}


def sink_libraries() -> dict[str, tuple[str, ...]]:
    """The roots of dotted names that lead to a sink, and of what gives objects of theirs."""
    homes = {call.partition(".")[0] for call, _, plain in _flow_calls() if not plain}
    found = {home: {home} for home in homes}
    for row in _rows():
        if isinstance(row, Type) and row.returns:
            made = library_root(row.returns)
            for call in row.calls:
                if made in homes:
                    found.setdefault(library_root(call), set()).add(made)
    for name in _classes():
        for base in load().lineage(name):
            if library_root(base) in homes:
                found.setdefault(library_root(name), set()).add(library_root(base))
    return {root: tuple(sorted(given)) for root, given in found.items()}


def _classes() -> frozenset[str]:
    """Dotted names of the classes whose objects the engine keeps the parts of."""
    return frozenset(name for row in _rows() if isinstance(row, (Block, Type)) for name in row.names)


def library_root(dotted: str) -> str:
    """The first part of a dotted name."""
    return dotted.partition(".")[0]


def carriers() -> frozenset[str]:
    """What carries a secret on: propagators, calls of functions handed over, methods of containers, made objects."""
    rows = (row for row in _rows() if isinstance(row, (Propagator, Callback, Source)) and not _only_raises(row))
    calls = (*(call for row in rows for call in row.calls), *_classes())
    return frozenset(call.rpartition(".")[2] for call in calls) | CARRYING_METHODS


def takes_locals(target: Root) -> frozenset[str]:
    """What carries the variables around a call on, without being given them."""
    rows = (row for row in _rows() if isinstance(row, Propagator) and row.target.root is target)
    taking = (row for row in rows if any(source.root is Root.LOCALS for source in row.sources))
    return frozenset(call.rpartition(".")[2] for row in taking for call in row.calls)


def _only_raises(row: Row) -> bool:
    return isinstance(row, Propagator) and row.target.root is Root.RAISE


def fillers() -> frozenset[str]:
    """What puts a secret into an object."""
    rows = (row for row in _rows() if isinstance(row, (Propagator, Source)))
    targets = ((row, row.target if isinstance(row, Propagator) else row.output) for row in rows)
    filling = (row for row, target in targets if target.root in (Root.RECEIVER, Root.ARGUMENT))
    return frozenset(call.rpartition(".")[2] for row in filling for call in row.calls) | {"setdefault", "setattr"}


def block_bases() -> frozenset[str]:
    """The own names of all classes of blocks."""
    catalogue = load()
    names = {name for row in _rows() if isinstance(row, (Block, Type)) for name in row.names}
    return frozenset(name.rpartition(".")[2] for name in names if BLOCK_BASE in catalogue.lineage(name)) | {"Block"}


def habit_imports() -> tuple[str, ...]:
    """The dotted names."""
    return tuple(sorted({name for row in _rows() if isinstance(row, Habit) for name in row.imports}))


CARRYING_METHODS = frozenset(
    {
        *("get", "pop", "popitem", "items", "keys", "values", "copy", "setdefault", "__getitem__", "__enter__", "dict"),
        *("getattr", "next", "iter", "list", "tuple", "set", "frozenset", "sorted", "reversed", "zip", "enumerate"),
        *("min", "max", "sum", "map", "filter", "vars", "asdict", "replace", "evolve", "field", "Field", "ib", "str"),
        *("repr", "format", "ascii", "chain", "submit", "result", "partial", "fn", "__call__", "with_options"),
    }
)
"""What the engine itself knows to carry, or calls functions that it is given."""


ON_EVERY_WAY = frozenset(
    {"prefect", "click", "client", "credentials", "tasks", "termui", "typer", "service_account", "Block", "Task"}
)
"""Parts of dotted names that tell nothing: what they lead to is told by a name besides (`secrets`, `password`)."""

IN_ALL_CODE = frozenset(
    {
        *(
            "Asset",
            "Block",
            "Cached",
            "Completed",
            "Client",
            "Constant",
            "Docker",
            "Event",
            "Failed",
            "Finished",
            "Flow",
        ),
        *("Git", "GitHub", "GitLab", "Interval", "Late", "Looped", "Mapped", "Paused", "Pending", "Process", "Running"),
        *("Schedule", "Scheduled", "Secret", "Skipped", "State", "Success", "TimedOut", "Webhook", "concurrency"),
        *("critical", "debug", "error", "exception", "fatal", "flow", "info", "log", "register", "tags", "task"),
        *(
            "transaction",
            "variables",
            "warn",
            "warning",
            "write",
            "stage",
            "get_logger",
            "context",
            "delay",
            "map",
            "bind",
        ),
    }
)
"""Words that other code uses as well: a file with them is workflow code by its decorators, its loads, its imports."""

COMMON = frozenset(
    {
        *("get", "load", "read", "fn", "submit", "set", "value", "token", "run", "save", "asave", "str", "int", "list"),
        *("json", "dict", "Client", "Credentials", "prompt", "secrets", "v1", "v2", "kv", "context", "model_dump"),
        *("model_dump_json", "decrypt", "with_options", "__call__", "Secret.get"),
    }
)
"""Last names that say nothing without their owner."""


def telling_part(dotted: str) -> str:
    """The last name, or one before it where the last says nothing; at last the library's."""
    return next((part for part in reversed(dotted.split(".")) if part not in COMMON), "")
