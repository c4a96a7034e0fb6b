"""The built-in rows: each file speaks of its own library, and what the measured cases rest on is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from secretlint.catalogue.load import DATA, STRUCTURE, load, read_rows
from secretlint.catalogue.match import ALWAYS_READ, PREFECT_1, Catalogue, library_of
from secretlint.catalogue.schema import Block, CallRow, Row, Sink, Source, Statement, Type, Wrapper
from secretlint.catalogue.terms import AccessPath, Condition, LabelKind, Root, Subject

FILES = sorted(DATA.rglob("*.toml"))
SPEAK_OF_ALL = {*ALWAYS_READ, PREFECT_1}
CASES = Path(__file__).parents[2] / "evidence" / "cases"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def rows_of(path: Path) -> tuple[Row, ...]:
    return read_rows(path, str(path.relative_to(DATA)))


def names_of(row: Row) -> Iterator[str]:
    if isinstance(row, CallRow):
        yield from row.calls
    if isinstance(row, (Block, Type)):
        yield from row.names
    if isinstance(row, Wrapper):
        yield from row.decorators
        yield from row.bases
    if isinstance(row, Source):
        yield from row.reads


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DATA)))
def test_a_file_speaks_of_its_own_library(path: Path) -> None:
    if path.parent == DATA and path.stem in SPEAK_OF_ALL:
        return
    foreign = [name for row in rows_of(path) for name in names_of(row) if library_of(name) != path.stem]
    assert foreign == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DATA)))
def test_rows_without_a_dotted_name_stand_in_files_that_are_always_read(path: Path) -> None:
    if path.parent == DATA and path.stem in SPEAK_OF_ALL:
        return
    for row in rows_of(path):
        assert not (isinstance(row, CallRow) and (row.spelled or row.receiver_spelled)), row.identity
        assert not (isinstance(row, Sink) and row.statement is not None), row.identity


def test_the_file_of_prefect_1_holds_its_rows_alone() -> None:
    assert {row.majors for row in rows_of(DATA / f"{PREFECT_1}.toml")} == {frozenset({1})}
    assert frozenset({1}) not in {row.majors for row in rows_of(DATA / "prefect.toml")}


def test_literals_need_the_structure_alone() -> None:
    kinds = {type(row).__name__ for path in STRUCTURE.glob("*.toml") for row in rows_of(path)}
    assert kinds == {"Block", "Wrapper", "ParameterCall", "Type"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DATA)))
def test_evidence_names_a_case_that_exists(path: Path) -> None:
    if not CASES.is_dir():
        pytest.skip("the cases are not part of this checkout")
    for row in rows_of(path):
        if re.fullmatch(r"v[123]/\w+\.py", row.evidence):
            assert (CASES / row.evidence).is_file(), row.identity


def test_a_case_of_one_major_does_not_vouch_for_another() -> None:
    for path in FILES:
        for row in rows_of(path):
            case = re.match(r"v([123])/", row.evidence)
            assert case is None or int(case[1]) in row.majors, row.identity


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        ("prefect.logging.loggers.PrefectLogAdapter.info", "SL201"),
        ("builtins.print", "SL202"),
        ("sys.exit", "SL203"),
        ("prefect.results.ResultStore.write", "SL204"),
        ("prefect.flows.Flow.__call__", "SL205"),
        ("prefect.states.Failed", "SL206"),
        ("prefect.artifacts.create_link_artifact", "SL207"),
        ("prefect.events.emit_event", "SL208"),
        ("prefect.variables.Variable.set", "SL209"),
        ("prefect.tags", "SL210"),
        ("prefect.flows.Flow.deploy", "SL211"),
        ("prefect.blocks.core.Block.save", "SL212"),
        ("subprocess.check_output", "SL213"),
    ],
)
def test_every_rule_on_flows_has_its_sinks(catalogue: Catalogue, call: str, rule: str) -> None:
    assert rule in {sink.rule for sink in catalogue.rows(call, frozenset({2, 3})).sinks}


def test_a_block_is_saved_through_its_base(catalogue: Catalogue) -> None:
    for name in ("prefect_aws.AwsCredentials.save", "prefect.blocks.system.Secret.save"):
        assert [sink.rule for sink in catalogue.rows(name, frozenset({3})).sinks] == ["SL212"]
    old = catalogue.rows("prefect.infrastructure.Process.save", frozenset({2}))
    assert [sink.rule for sink in old.sinks] == ["SL211"]


def test_what_a_load_gives(catalogue: Catalogue) -> None:
    slug, own = catalogue.rows("prefect.blocks.system.Secret.load", frozenset({3})).types
    assert slug.returns == "slug"
    assert own.returns == "class"
    assert own.known_as == AccessPath(Root.ARGUMENT, position=0, name="name")
    block = catalogue.block_of_slug("aws-credentials")
    assert block is not None
    assert block.name == "AwsCredentials"


def test_the_value_of_a_secret_block_is_a_source(catalogue: Catalogue) -> None:
    (source,) = catalogue.rows("prefect.blocks.system.Secret.get", frozenset({3})).sources
    assert (source.kind, source.title) == (LabelKind.SECRET, "value of Secret block")


def test_returns_leak_by_major(catalogue: Catalogue) -> None:
    def conditions(major: int) -> set[tuple[Subject, str]]:
        sinks = catalogue.statement_sinks(Statement.RETURN, frozenset({major}))
        return {(test.subject, test.name) for sink in sinks if sink.rule == "SL204" for test in sink.when}

    assert (Subject.CALLER_KEYWORD, "retries") in conditions(2)
    assert (Subject.CALLER_KEYWORD, "retries") not in conditions(3)
    assert (Subject.KEYWORD, "result_storage_key") in conditions(3)
    assert (Subject.KEYWORD, "result_storage_key") not in conditions(2)
    # A registered flow checkpoints what its tasks return; one that the file only runs, where `result` says so.
    assert conditions(1) == {
        (Subject.KEYWORD, "result"),
        (Subject.CALLED, "prefect.core.flow.Flow.register"),
        (Subject.CALLED, "prefect.core.flow.Flow.run"),
    }


def test_secret_tasks_are_references(catalogue: Catalogue) -> None:
    (source,) = catalogue.rows("prefect.tasks.secrets.PrefectSecret", frozenset({1})).sources
    assert source.kind is LabelKind.REFERENCE
    assert catalogue.rows("prefect.tasks.secrets.PrefectSecret", frozenset({3})).sources == ()


def test_the_seed_case_is_a_habit(catalogue: Catalogue) -> None:
    assert [row.rule for row in catalogue.habits_of_import("prefect.Secret", frozenset({2, 3}))] == ["SL305"]
    assert [row.rule for row in catalogue.habits_of_import("prefect.tasks.secrets.PrefectSecret", frozenset({3}))] == [
        "SL305"
    ]
    assert catalogue.habits_of_import("prefect.client.Secret", frozenset({1})) == ()
    assert catalogue.habits_of_import("prefect.blocks.system.Secret", frozenset({3})) == ()
    assert [row.rule for row in catalogue.rows("prefect.Secret.get", frozenset({2, 3})).habits] == ["SL301"]


def test_spellings(catalogue: Catalogue) -> None:
    assert {sink.severity for sink in catalogue.spelled("info", "logger").sinks} == {"error", "warning"}
    assert catalogue.spelled("info", "response").sinks == ()
    assert len(catalogue.spelled("mask_token").sanitizers) == 1
    (source,) = [row for row in catalogue.spelled("get_secret_value", "password").sources if not row.when]
    assert source.unless == (
        Condition(
            Subject.ARGUMENT, "SecretId", ("present",), path=AccessPath(Root.ARGUMENT, position=None, name="SecretId")
        ),
    )


def test_opaque_and_plain_texts(catalogue: Catalogue) -> None:
    assert catalogue.is_opaque("requests.Response")
    assert catalogue.is_opaque("httpx.AsyncClient")
    assert catalogue.is_opaque("sqlalchemy.URL")
    assert not catalogue.is_opaque("pydantic.BaseModel")
