"""What values look like; the first shape that fits counts."""

from __future__ import annotations

import pytest

from secretlint.credentials.data import lexicon
from secretlint.credentials.values import ValueShape, is_path, is_prose, is_slug, value_shape
from tests.fakes import fake

FAKES = [
    ("password", ValueShape.RANDOM),
    ("api-key", ValueShape.RANDOM),
    ("hex-key", ValueShape.RANDOM),
    ("aws-secret-access-key", ValueShape.RANDOM),
    ("uuid", ValueShape.UUID),
    ("password-digits", ValueShape.DIGIT),
    ("password-word", ValueShape.PLAIN),
    ("password-identifier", ValueShape.IDENTIFIER),
    ("password-weak", ValueShape.WEAK),
]


@pytest.mark.parametrize(("kind", "shape"), FAKES)
@pytest.mark.parametrize("seed", range(5))
def test_made_up_values(kind: str, shape: ValueShape, seed: int) -> None:
    found = value_shape(fake(kind, seed), (), lexicon())
    strong = (ValueShape.RANDOM, ValueShape.COMPLEX)
    assert found is shape or (kind == "password" and found in strong)


NONE = """
    <token> {token} {{token}} ${TOKEN} $TOKEN %TOKEN% %(token)s %s [token] {} __TOKEN__ $(TOKEN)
    changeme your-api-key your_password REPLACE_ME xxxxxxxx ******** ... 0000000000 example-key dummy TODO
    https://api.internal/v1 s3://bucket/key mailto:etl@acme.internal etl@acme.internal application/json
    /run/secrets/db ~/.ssh/id_rsa ./key C:\\keys\\a secret/data/dwh projects/acme/secrets/dwh key.pem token.json
    arn:aws:iam::1:role op://etl/dwh env:TOKEN vault:secret/dwh block:ingest
    ^[a-z]+$ \\d{4}.* v1.2.3 2024-01-01 10.0.0.1
    SNOWFLAKE_PASSWORD API_KEY
    required string varchar varchar(255) VARCHAR2(64) nvarchar(max) none1none1none1 ab
    os.environ["X"] config.get("password") db.internal
"""


@pytest.mark.parametrize("text", sorted(set(NONE.split())))
def test_what_says_where_or_nothing_is_no_value(text: str) -> None:
    assert value_shape(text, (), lexicon()) is ValueShape.NONE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("password", ()),
        ("mysecretpassword", ()),
        ("Admin123", ()),
        ("test-token", ()),
        ("qwerty12", ()),
        ("12345678", ()),
        ("abcdefgh", ()),
        ("client-secret", ("client", "secret")),
        ("orders_api_key", ("orders", "api", "key")),
    ],
)
def test_what_everybody_would_guess_is_weak(text: str, words: tuple[str, ...]) -> None:
    assert value_shape(text, words, lexicon()) is ValueShape.WEAK


def test_a_public_key_is_made_to_be_shown() -> None:
    assert value_shape("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7", (), lexicon()) is ValueShape.NONE


def test_an_app_password_is_four_groups_that_nobody_says() -> None:
    assert value_shape("wqtz xkcd mvbn rtyp", (), lexicon()) is ValueShape.COMPLEX
    assert value_shape("more than four word", (), lexicon()) is ValueShape.PROSE


def test_a_slug_is_an_identifier_however_long() -> None:
    assert value_shape("etl-postgres-2024-prod", (), lexicon()) is ValueShape.IDENTIFIER
    assert value_shape("myBlockName", (), lexicon()) is ValueShape.IDENTIFIER


def test_letters_that_nobody_can_say_are_a_key() -> None:
    assert value_shape("qwmzhdkprtlvbnxgjscfq", (), lexicon()) is ValueShape.COMPLEX
    assert value_shape("hXkTqLmZpW", (), lexicon()) is ValueShape.COMPLEX


def test_base64_with_a_slash_is_no_path() -> None:
    assert is_path("secret/data/dwh")
    assert not is_path(fake("aws-secret-access-key"))
    assert not is_path("/" + fake("api-key"))


def test_prose_has_two_plain_words() -> None:
    assert is_prose("the password of the user")
    assert not is_prose("wrong")


def test_slugs_have_two_words() -> None:
    assert is_slug("orders-api-v2")
    assert not is_slug("Maple-k0MBiFn47")
    assert not is_slug("orders-2024")
