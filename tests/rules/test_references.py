"""What a help line proposes in place of a literal."""

from __future__ import annotations

import pytest

from secretlint.catalogue.majors import World
from secretlint.literals.surroundings import Surroundings
from secretlint.rules.references import instead, named, reference

IN_TASK = Surroundings(World.PREFECT)
IN_ASYNC_TASK = Surroundings(World.PREFECT, awaits=True)
AT_MODULE_LEVEL = Surroundings(World.PREFECT, in_function=False)
PREFECT_1 = Surroundings(World.PREFECT_1)
PLAIN = Surroundings(World.PLAIN)


def test_prefect_loads_a_block() -> None:
    assert instead("DB_PASSWORD", IN_TASK) == 'read it at run time instead: Secret.load("db-password").get()'


def test_async_code_awaits_the_block() -> None:
    assert reference("DB_PASSWORD", IN_ASYNC_TASK) == '(await Secret.load("db-password")).get()'


def test_a_constant_is_loaded_where_it_is_used() -> None:
    expected = 'load it inside the flow or task instead: Secret.load("db-password").get()'
    assert instead("DB_PASSWORD", AT_MODULE_LEVEL) == expected


def test_prefect_1_hands_over_a_secret_task() -> None:
    assert instead("db_password", PREFECT_1) == 'hand PrefectSecret("DB_PASSWORD") to the task instead'


def test_other_code_reads_the_environment() -> None:
    assert instead("dbPassword", PLAIN) == 'read it at run time instead: os.environ["DB_PASSWORD"]'


@pytest.mark.parametrize(
    ("name", "block"),
    [
        ("password", "password"),
        ("apiKey2", "api-key-2"),
        ("AWSSecretKey", "aws-secret-key"),
        ("X-Api-Key", "x-api-key"),
        ("my db.password", "my-db-password"),
        ("", "secret"),
        ("пароль", "secret"),
        ("a" * 200, "a" * 60),
    ],
)
def test_a_block_name_is_valid(name: str, block: str) -> None:
    assert reference(name, IN_TASK) == f'Secret.load("{block}").get()'


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("DB_PASSWORD", "DB_PASSWORD"),
        ("apiKey", "apiKey"),
        ("auth", "auth password"),
        ("DATABASE_URL", "DATABASE_URL password"),
        ("", " password"),
    ],
)
def test_a_secret_is_named_as_one(target: str, name: str) -> None:
    assert named("password", target) == name
