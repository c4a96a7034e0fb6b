"""Credentials among other text, and where exactly they stand."""

from __future__ import annotations

import pytest

from secretlint.credentials import connections
from secretlint.credentials.placeholders import UNKNOWN
from secretlint.credentials.words import default_vocabulary
from secretlint.model import Confidence
from tests.fakes import fake, fill

HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW


def strongest(text: str) -> tuple[str, Confidence, bool] | None:
    """The part, the confidence and the weakness of the surest credential of `text`."""
    found = sorted(connections.find(text, default_vocabulary()), key=lambda each: -each.confidence)
    if not found:
        return None
    first = found[0]
    return text[first.start : first.end], first.confidence, first.is_weak


@pytest.mark.parametrize(
    ("before", "kind", "after", "confidence"),
    [
        ("postgresql://etl:", "password", "@db.internal/dwh", HIGH),
        ("postgresql://etl:", "password-digits", "@db.internal/dwh", HIGH),
        ("postgresql://etl:", "password-word", "@db.internal/dwh", MEDIUM),
        ("redis://:", "password-digits", "@cache.internal:6379/0", HIGH),
        ("postgresql://etl:", "password", "@db.example.com/dwh", LOW),
        (f"https://{UNKNOWN}:", "password", f"@{UNKNOWN}/v1", HIGH),
        ("https://", "hex-key", "@api.internal/v1", MEDIUM),
        ("https://api.internal/v1?token=", "api-key", "&n=1", HIGH),
        ("https://api.internal/v1?appid=", "hex-key", "", HIGH),
        ("https://api.internal/v1?key=", "api-key", "", MEDIUM),
        ("Server=db;UID=etl;PWD=", "password", ";Encrypt=yes", HIGH),
        ("Server=db;UID=etl;PWD={", "password", "};Encrypt=yes", HIGH),
        ("host=db user=etl password=", "password-word", "", MEDIUM),
        ("Bearer ", "api-key", "", HIGH),
        ("Authorization: Bearer ", "api-key", "", HIGH),
        ("X-Api-Key: ", "api-key", "", MEDIUM),
        ("PGPASSWORD=", "password", " psql -h db", HIGH),
        ("mysql --password=", "password", " dwh", HIGH),
        ("curl -u etl:", "password", " https://api.internal", HIGH),
        ("sshpass -p ", "password", " ssh host", HIGH),
        ("mysqldump -u etl -p", "password", " dwh > dwh.sql", HIGH),
        ("mysql -p", "password-digits", " -e 'select 1'", MEDIUM),
        ("podman login -u etl -p ", "password", " registry.internal", HIGH),
        ("az login --service-principal -u app -p ", "password", " --tenant t", HIGH),
        ("snowsql -a acme -u etl -p ", "password", "", HIGH),
        ("echo ", "password", " | sudo -S apt-get update", HIGH),
        ("gpg --batch --passphrase ", "password", " -d orders.gpg", HIGH),
        ("CREATE USER etl PASSWORD '", "password", "'", HIGH),
        ("db:\n  password: ", "password", "\n  host: x\n", HIGH),
        ("etl/", "password", "@db.internal/orcl", MEDIUM),
    ],
    ids=range(30),
)
def test_the_credential_and_nothing_else(before: str, kind: str, after: str, confidence: Confidence) -> None:
    value = fill(f"{{fake:{kind}}}")
    assert strongest(before + value + after) == (value, confidence, False)


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("postgresql://postgres:postgres@localhost:5432/dwh", MEDIUM),
        ("see postgresql://postgres:postgres@localhost:5432/dwh", LOW),
        ("see postgresql://postgres:postgres@db.internal/dwh", MEDIUM),
        (f"postgresql://prefect:prefect@{UNKNOWN}:5432/dwh", MEDIUM),
        ("amqp://guest:guest@rabbitmq:5672//", MEDIUM),
        ("amqp://guest:guest@localhost:5672//", LOW),
        ("host=localhost user=postgres password=postgres", MEDIUM),
        ("run with host=localhost user=postgres password=postgres please", LOW),
    ],
    ids=range(8),
)
def test_a_default_counts_where_a_server_is_meant(text: str, confidence: Confidence) -> None:
    found = strongest(text)
    assert found is not None
    assert found[1:] == (confidence, True)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://etl@db.internal/dwh",
        "postgresql://{user}:{password}@db.internal/dwh",
        f"postgresql://etl:{UNKNOWN}@db.internal/dwh",
        "postgresql://etl:$PASSWORD@db.internal/dwh",
        "postgresql://etl:%s@db.internal/dwh",
        "postgresql://etl:<password>@db.internal/dwh",
        "postgresql://etl:***@db.internal/dwh",
        "postgresql://user:password@host/dwh",
        "ftp://anonymous:anonymous@ftp.internal/",
        "http://localhost:8080/a@b",
        "mysql -u etl -p dwh",
        "mysql -u etl -p$MYSQL_PASSWORD dwh",
        "mysqldump --user=etl -p --host db.internal -P3306 dwh",
        "docker run -p 5432:5432 -u postgres postgres:15",
        "docker login -u etl -p $TOKEN registry.internal",
        "docker login --username etl --password-stdin",
        "echo done | sudo tee /etc/motd",
        "echo $PASSWORD | sudo -S apt-get update",
        "snowsql -a acme -u etl -p",
        "https://690356f04c12dd0499b94fb83975e00b@o1.ingest.sentry.io/1",
        "https://api.internal/v1?page_token=abc&key=id&state=x",
        "https://api.internal/v1?token={token}",
        "Server=db;Database=dwh;Trusted_Connection=yes",
        f"Server=db;UID=etl;PWD={UNKNOWN}",
        "Server=db;UID={user};PWD={password}",
        "Bearer <token>",
        "Bearer token",
        f"Bearer {UNKNOWN}",
        "token is not valid any more",
        "PGPASSWORD=$PASSWORD psql -h db",
        "usage: load --password PASSWORD",
        "SELECT password FROM users WHERE name = 'etl'",
        "password: the word of the user\ntoken: given by the server\n",
        "git@github.com:acme/flows.git",
        "actions/checkout@v4",
    ],
    ids=range(35),
)
def test_templates_forms_and_addresses_are_silent(text: str) -> None:
    found = strongest(text)
    assert found is None or found[1] is LOW


def test_the_storage_emulator_has_the_same_key_everywhere() -> None:
    key = fake("password-random")
    account = "DefaultEndpointsProtocol=http;AccountName={};AccountKey=" + key
    assert strongest(account.format("etlstorage")) == (key, HIGH, False)
    assert strongest(account.format("devstoreaccount1")) is None
