"""Questions to the catalogue."""

from pathlib import Path

import pytest

from secretlint.catalogue.load import load
from secretlint.catalogue.match import Catalogue
from secretlint.catalogue.rows import majors_between
from secretlint.catalogue.terms import AccessPath, Root


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.mark.parametrize(
    ("since", "until", "majors"),
    [
        ("", "", {1, 2, 3}),
        ("2.0", "", {2, 3}),
        ("3.0", "", {3}),
        ("3.4", "", {3}),
        ("", "2.0", {1}),
        ("2.0", "3.0", {2}),
        ("2.4", "2.10", {2}),
        ("", "2.10", {1, 2}),
    ],
)
def test_a_range_meets_majors(since: str, until: str, majors: set[int]) -> None:
    assert majors_between(since, until) == majors


def test_a_block_under_every_import_path(catalogue: Catalogue) -> None:
    block = catalogue.block("prefect_aws.AwsCredentials")
    assert block is not None
    assert block is catalogue.block("prefect_aws.credentials.AwsCredentials")
    assert block.name == "AwsCredentials"
    assert block.secret_fields == (("aws_secret_access_key",),)
    assert block.sensitive_fields == (("aws_session_token",),)


def test_a_nested_secret_field(catalogue: Catalogue) -> None:
    block = catalogue.block("prefect_sqlalchemy.SqlAlchemyConnector")
    assert block is not None
    assert block.secret_fields == (("connection_info", "password"),)


def test_no_block_of_another_name(catalogue: Catalogue) -> None:
    assert catalogue.block("kubernetes.client.Secret") is None
    assert catalogue.block("prefect_aws") is None
    assert catalogue.block("Secret") is None


def test_a_row_holds_for_its_majors(catalogue: Catalogue) -> None:
    assert catalogue.block("prefect.blocks.system.String", frozenset({3})) is None
    assert catalogue.block("prefect.blocks.system.String", frozenset({2, 3})) is not None
    old, new = catalogue.wrapper("prefect.task", frozenset({1})), catalogue.wrapper("prefect.task", frozenset({2, 3}))
    assert old is not None
    assert new is not None
    assert (old.becomes, new.becomes) == ("prefect.core.task.Task", "prefect.tasks.Task")


def test_wrappers_and_parameters(catalogue: Catalogue) -> None:
    flow = catalogue.wrapper("prefect.flows.flow")
    assert flow is not None
    assert flow.stores_parameters
    parameter = catalogue.parameter("prefect.Parameter")
    assert parameter is not None
    assert parameter.default == AccessPath(Root.ARGUMENT, position=1, name="default")
    assert catalogue.parameter("prefect.flow") is None
    assert catalogue.wrapper_base("prefect.Task") is not None


def test_what_masks(catalogue: Catalogue) -> None:
    assert catalogue.masks("pydantic.SecretStr")
    assert catalogue.masks("pydantic.v1.SecretStr")
    assert not catalogue.masks("pydantic.BaseModel")


def test_the_lineage_of_a_block(catalogue: Catalogue) -> None:
    assert catalogue.lineage("prefect_aws.AwsCredentials") == (
        "prefect_aws.credentials.AwsCredentials",
        "prefect.blocks.core.Block",
        "pydantic.BaseModel",
    )


USER = """
[[block]]
class = ["ours.blocks.Crm", "ours.Crm"]
secret-fields = ["key"]
evidence = "its class"

[[source]]
call = ["ours.vault.get_secret", "ours.Crm.read"]
evidence = "its docstring"

[[source]]
call = "prefect_aws.AwsCredentials.sign"
evidence = "none: a test"

[[sanitizer]]
call-spelled = "veil_*"
evidence = "our style guide"

[[sink]]
rule = "SL201"
call = "ours.chat.Room.post"
receiver-spelled = ["room", "*_room"]
input = "argument:0"
audience = "everyone in the room reads it"
evidence = "its docstring"
"""


@pytest.fixture
def with_user(tmp_path: Path) -> Catalogue:
    path = tmp_path / "catalogue.toml"
    path.write_text(USER, encoding="utf-8")
    return load([path])


def test_a_users_rows_stand_beside_ours(with_user: Catalogue) -> None:
    block = with_user.block("ours.Crm")
    assert block is not None
    assert block.secret_fields == (("key",),)
    assert len(with_user.rows("ours.vault.get_secret").sources) == 1
    assert len(with_user.rows("ours.blocks.Crm.read").sources) == 1
    assert len(with_user.rows("prefect_aws.credentials.AwsCredentials.sign").sources) == 1
    assert with_user.wrapper("prefect.flow") is not None


def test_rows_for_what_resolves_to_nothing(with_user: Catalogue) -> None:
    assert len(with_user.spelled("veil_secret").sanitizers) == 1
    assert with_user.spelled("unveil_secret").sanitizers == ()
    assert len(with_user.spelled("post", "sales_room").sinks) == 1
    assert with_user.spelled("post", "letter").sinks == ()
    assert with_user.spelled("post").sinks == ()


def test_an_answer_does_not_depend_on_what_was_asked_before(with_user: Catalogue, tmp_path: Path) -> None:
    names = ["prefect_aws.AwsCredentials", "ours.Crm.read", "builtins.print", "prefect.get_run_logger"]
    forth = [[row.identity for row in with_user.rows(name).sources] for name in names]
    other = load([tmp_path / "catalogue.toml"])
    back = [[row.identity for row in other.rows(name).sources] for name in reversed(names)]
    assert forth == back[::-1]
