"""What a help line proposes in place of a literal."""

from __future__ import annotations

import pytest

from secretlint.rules.references import World, reference


def test_prefect_loads_a_block() -> None:
    assert reference("DB_PASSWORD", World.PREFECT, awaits=False) == 'Secret.load("db-password").get()'


def test_async_code_awaits_the_block() -> None:
    assert reference("DB_PASSWORD", World.PREFECT, awaits=True) == '(await Secret.load("db-password")).get()'


def test_prefect_1_hands_over_a_secret_task() -> None:
    assert reference("db_password", World.PREFECT_1, awaits=False) == 'PrefectSecret("DB_PASSWORD")'


def test_other_code_reads_the_environment() -> None:
    assert reference("dbPassword", World.PLAIN, awaits=True) == 'os.environ["DB_PASSWORD"]'


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
    assert reference(name, World.PREFECT, awaits=False) == f'Secret.load("{block}").get()'
