"""Deterministic fake credentials of every shape that the product knows, so that no token-shaped text is committed.

`fake(kind, seed)` builds one; `fill(text)` replaces `{fake:github-token}` and `{fake:github-token:2}` (seed 2) in a
test's source. `kinds()` lists what there is. The same kind and seed give the same text on every Python and machine;
nothing here was ever valid. Check sums are right, entropy lies above every floor, and no value holds a quote, a
backslash or a brace (PEM keys hold newlines; `…-line` kinds spell them `\\n`).
"""

from __future__ import annotations

import base64
import json
import math
import random
import re
import string
import zlib
from collections import Counter
from collections.abc import Callable
from functools import cache

ALPHANUMERIC = string.digits + string.ascii_uppercase + string.ascii_lowercase
LOWER_HEX = "0123456789abcdef"
BASE32 = string.ascii_uppercase + "234567"
BASE64 = string.ascii_letters + string.digits + "+/"
URL_SAFE = string.ascii_letters + string.digits + "_-"
WORDS = ("harbour", "maple", "zephyr", "granite", "lantern", "meadow", "pelican", "quartz", "saffron", "thistle")
PLAIN_WORDS = ("marmalade", "gooseberry", "thunderbird", "watermelon", "buttercup", "dragonfly", "nightingale")

_PLACE = re.compile(r"\{fake:([a-z0-9-]+)(?::(\d+))?\}")


def fake(kind: str, seed: int = 0) -> str:
    """A fake credential of `kind`; another `seed` gives another value. Raises KeyError for an unknown kind."""
    if kind not in _BUILDERS:
        raise KeyError(f"no fake of kind {kind!r}; there are: {', '.join(kinds())}")
    return _built(kind, seed)


def fill(text: str) -> str:
    """`text` with every `{fake:KIND}` and `{fake:KIND:SEED}` replaced."""
    return _PLACE.sub(lambda match: fake(match[1], int(match[2] or 0)), text)


def kinds() -> tuple[str, ...]:
    """The known kinds, sorted."""
    return tuple(sorted(_BUILDERS))


@cache
def _built(kind: str, seed: int) -> str:
    return _BUILDERS[kind](random.Random(f"secretlint/{kind}/{seed}"))


def _characters(source: random.Random, alphabet: str, length: int) -> str:
    """Random characters without a run or a poor mix, which would make them look like a placeholder."""
    while True:
        text = "".join(source.choice(alphabet) for _ in range(length))
        counts = Counter(text)
        entropy = -sum(count / length * math.log2(count / length) for count in counts.values())
        enough = 0.8 * min(math.log2(length), math.log2(len(set(alphabet))))
        if entropy >= enough and not re.search(r"(.)\1\1", text):
            return text


def _after(prefix: str, alphabet: str, length: int, suffix: str = "") -> Callable[[random.Random], str]:
    return lambda source: prefix + _characters(source, alphabet, length) + suffix


def _summed(prefix: str) -> Callable[[random.Random], str]:
    """The form of GitHub and npm: 30 characters and their CRC32 in six digits of base 62."""

    def build(source: random.Random) -> str:
        body = _characters(source, ALPHANUMERIC, 30)
        number, digits = zlib.crc32(body.encode()), ""
        while number:
            number, digit = divmod(number, 62)
            digits = (string.digits + string.ascii_uppercase + string.ascii_lowercase)[digit] + digits
        return prefix + body + digits.rjust(6, "0")

    return build


def _broken_sum(source: random.Random) -> str:
    token = _summed("ghp_")(source)
    return token[:-1] + ("a" if token[-1] != "a" else "b")


def _aws_key_id(source: random.Random) -> str:
    """An id whose decoded account number has twelve digits."""
    while True:
        body = _characters(source, BASE32, 16)
        number = int.from_bytes(base64.b32decode(body)[:6], "big")
        if (number & 0x7FFFFFFFFF80) >> 7 <= 999_999_999_999:
            return "AKIA" + body


def _mixed(source: random.Random, alphabet: str, length: int) -> str:
    """Random characters with at least one upper-case letter, one lower-case letter and two digits."""
    while True:
        text = _characters(source, alphabet, length)
        has_case = any(c.isupper() for c in text) and any(c.islower() for c in text)
        if has_case and sum(c.isdigit() for c in text) >= 2:
            return text


def _uuid(source: random.Random) -> str:
    text = _characters(source, LOWER_HEX, 32)
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


def _encoded(document: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()


def _jwt(source: random.Random) -> str:
    header = _encoded({"alg": "HS256", "typ": "JWT"})
    body = _encoded({"sub": str(source.randrange(10**9, 10**10)), "name": "etl"})
    return f"{header}.{body}.{_characters(source, URL_SAFE, 43)}"


def _pem(label: str, encrypted: bool = False) -> Callable[[random.Random], str]:
    def build(source: random.Random) -> str:
        extra = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n" if encrypted else ""
        lines = "\n".join(_characters(source, BASE64, 64) for _ in range(6))
        return f"-----BEGIN {label}-----\n{extra}{lines}\n-----END {label}-----\n"

    return build


def _pem_line(source: random.Random) -> str:
    return _pem("PRIVATE KEY")(source).replace("\n", "\\n")


def _password(source: random.Random) -> str:
    word = source.choice(WORDS).capitalize()
    return f"{word}{source.choice('-!_')}{_mixed(source, ALPHANUMERIC, 6)}{source.randrange(10, 99)}"


def _digit_password(source: random.Random) -> str:
    return f"{source.choice(WORDS)}{source.randrange(102, 989)}"


def _slack_token(source: random.Random) -> str:
    numbers = "-".join(_characters(source, string.digits, 12) for _ in range(2))
    return f"xoxb-{numbers}-{_mixed(source, ALPHANUMERIC, 24)}"


def _slack_webhook(source: random.Random) -> str:
    team, channel = (_characters(source, string.digits + string.ascii_uppercase, 10) for _ in range(2))
    return f"https://hooks.slack.com/services/T{team}/B{channel}/{_mixed(source, ALPHANUMERIC, 24)}"


def _teams_webhook(source: random.Random) -> str:
    ids = f"{_uuid(source)}@{_uuid(source)}"
    key = _characters(source, LOWER_HEX, 32)
    return f"https://acme.webhook.office.com/webhookb2/{ids}/IncomingWebhook/{key}/{_uuid(source)}"


def _discord_webhook(source: random.Random) -> str:
    return f"https://discord.com/api/webhooks/{source.randrange(10**17, 10**18)}/{_mixed(source, URL_SAFE, 68)}"


def _discord_bot(source: random.Random) -> str:
    return "M" + ".".join(
        _mixed(source, ALPHANUMERIC, n) if n > 6 else _characters(source, ALPHANUMERIC, n) for n in (23, 6, 27)
    )


def _google_service_account(source: random.Random) -> str:
    return json.dumps({"type": "service_account", "private_key": _pem("PRIVATE KEY")(source)})


def _azure_connection(source: random.Random) -> str:
    key = _characters(source, BASE64, 86)
    return f"DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={key}==;EndpointSuffix=core.windows.net"


def _sas_url(source: random.Random) -> str:
    sig = _mixed(source, ALPHANUMERIC, 43)
    return f"https://acme.blob.core.windows.net/raw?sv=2022-11-02&se=2030-01-01&sp=r&sig={sig}%3D"


def _basic_header(source: random.Random) -> str:
    return "Basic " + base64.b64encode(f"etl:{_password(source)}".encode()).decode()


def _url(scheme: str, host: str) -> Callable[[random.Random], str]:
    return lambda source: f"{scheme}://etl:{_password(source)}@{host}"


def _odbc(source: random.Random) -> str:
    return f"Driver=ODBC Driver 18;Server=db.internal;Database=dwh;UID=etl;PWD={_password(source)};"


_BUILDERS: dict[str, Callable[[random.Random], str]] = {
    # provider tokens
    "prefect-cloud-user-key": _after("pnu_", ALPHANUMERIC, 36),
    "prefect-cloud-service-account-key": _after("pnb_", ALPHANUMERIC, 36),
    "github-token": _summed("ghp_"),
    "github-token-broken-sum": _broken_sum,
    "github-fine-grained-token": lambda s: (
        f"github_pat_{_characters(s, ALPHANUMERIC, 22)}_{_characters(s, ALPHANUMERIC, 59)}"
    ),
    "aws-access-key-id": _aws_key_id,
    "aws-secret-access-key": lambda s: _mixed(s, BASE64, 40),
    "gcp-api-key": lambda s: "AIza" + _mixed(s, URL_SAFE, 35),
    "gcp-service-account-key": _google_service_account,
    "gcp-oauth-client-secret": _after("GOCSPX-", URL_SAFE, 28),
    "google-oauth-access-token": _after("ya29.", URL_SAFE, 60),
    "azure-client-secret": lambda s: f"{_characters(s, ALPHANUMERIC, 3)}8Q~{_mixed(s, ALPHANUMERIC, 34)}",
    "azure-identifiable-key-64": lambda s: f"{_characters(s, BASE64, 76)}+ASt{_characters(s, BASE64, 6)}==",
    "azure-identifiable-key-32": lambda s: f"{_characters(s, BASE64, 33)}+ASb{_characters(s, BASE64, 6)}=",
    "azure-common-annotated-key": lambda s: (
        f"{_characters(s, ALPHANUMERIC, 52)}JQQJ99AB{_characters(s, ALPHANUMERIC, 16)}"
        f"{_characters(s, string.ascii_letters, 1)}{_characters(s, ALPHANUMERIC, 7)}"
    ),
    "azure-storage-connection-string": _azure_connection,
    "azure-sas-signature": _sas_url,
    "databricks-token": _after("dapi", LOWER_HEX, 32),
    "snowflake-programmatic-access-token": _jwt,
    "dbt-cloud-token": lambda s: "dbtc_" + _mixed(s, ALPHANUMERIC, 40),
    "huggingface-token": _after("hf_", string.ascii_letters, 34),
    "huggingface-organisation-token": _after("api_org_", string.ascii_letters, 34),
    "anthropic-key": _after("sk-ant-api03-", URL_SAFE, 93, "AA"),
    "openai-key": lambda s: f"sk-{_characters(s, ALPHANUMERIC, 20)}T3BlbkFJ{_characters(s, ALPHANUMERIC, 20)}",
    "openai-project-key": lambda s: f"sk-proj-{_characters(s, URL_SAFE, 74)}T3BlbkFJ{_characters(s, URL_SAFE, 74)}",
    "slack-app-token": lambda s: (
        f"xapp-1-A{_characters(s, string.digits + string.ascii_uppercase, 10)}-{_characters(s, string.digits, 13)}-"
        f"{_characters(s, LOWER_HEX, 64)}"
    ),
    "slack-token": _slack_token,
    "slack-webhook": _slack_webhook,
    "microsoft-teams-webhook": _teams_webhook,
    "discord-webhook": _discord_webhook,
    "discord-bot-token": _discord_bot,
    "twitter-bearer-token": lambda s: "A" * 22 + "F" + _mixed(s, ALPHANUMERIC, 80),
    "stripe-key": _after("sk_live_", ALPHANUMERIC, 24),
    "stripe-test-key": _after("sk_test_", ALPHANUMERIC, 24),
    "gitlab-token": lambda s: "glpat-" + _mixed(s, ALPHANUMERIC, 20),
    "vault-token": _after("hvs.", URL_SAFE, 90),
    "npm-token": _summed("npm_"),
    "docker-hub-token": lambda s: "dckr_pat_" + _mixed(s, ALPHANUMERIC, 27),
    "grafana-service-account-token": lambda s: (
        f"glsa_{_characters(s, ALPHANUMERIC, 32)}_{_characters(s, LOWER_HEX, 8)}"
    ),
    "sentry-token": _after("sntryu_", LOWER_HEX, 64),
    "notion-token": lambda s: f"ntn_{_characters(s, string.digits, 11)}{_mixed(s, ALPHANUMERIC, 35)}",
    "linear-key": _after("lin_api_", ALPHANUMERIC, 40),
    "digitalocean-token": _after("dop_v1_", LOWER_HEX, 64),
    "pulumi-token": _after("pul-", LOWER_HEX, 40),
    "perplexity-key": _after("pplx-", ALPHANUMERIC, 48),
    "pypi-token": _after("pypi-AgEIcHlwaS5vcmc", URL_SAFE, 120),
    "sendgrid-key": lambda s: f"SG.{_characters(s, URL_SAFE, 22)}.{_characters(s, URL_SAFE, 43)}",
    "square-secret": _after("sq0csp-", ALPHANUMERIC, 43),
    "telegram-bot-token": lambda s: f"{s.randrange(10**9, 10**10)}:AA{_mixed(s, ALPHANUMERIC, 33)}",
    "json-web-token": _jwt,
    "atlassian-token": lambda s: f"ATATT3xFfGF0{_mixed(s, URL_SAFE, 170)}",
    "shopify-token": _after("shpat_", LOWER_HEX, 32),
    "new-relic-key": _after("NRAK-", string.digits + string.ascii_uppercase, 27),
    "groq-key": _after("gsk_", ALPHANUMERIC, 52),
    "replicate-token": _after("r8_", ALPHANUMERIC, 37),
    "hubspot-token": lambda s: f"pat-na1-{_uuid(s)}",
    "langsmith-key": lambda s: f"lsv2_pt_{_characters(s, LOWER_HEX, 32)}_{_characters(s, LOWER_HEX, 10)}",
    "tavily-key": _after("tvly-", ALPHANUMERIC, 32),
    "pinecone-key": _after("pcsk_", ALPHANUMERIC, 70),
    "postman-key": lambda s: f"PMAK-{_characters(s, LOWER_HEX, 24)}-{_characters(s, LOWER_HEX, 34)}",
    "doppler-token": _after("dp.pt.", ALPHANUMERIC, 43),
    "brevo-key": lambda s: f"xkeysib-{_characters(s, LOWER_HEX, 64)}-{_mixed(s, ALPHANUMERIC, 16)}",
    "supabase-token": _after("sbp_", LOWER_HEX, 40),
    "planetscale-token": _after("pscale_tkn_", ALPHANUMERIC, 43),
    "rubygems-key": _after("rubygems_", LOWER_HEX, 48),
    "netlify-token": _after("nfp_", ALPHANUMERIC, 36),
    "grafana-cloud-token": _after("glc_", ALPHANUMERIC, 80),
    # private keys
    "pem-private-key": _pem("PRIVATE KEY"),
    "pem-private-key-line": _pem_line,
    "pem-rsa-key": _pem("RSA PRIVATE KEY"),
    "pem-openssh-key": _pem("OPENSSH PRIVATE KEY"),
    "pem-encrypted-key": _pem("RSA PRIVATE KEY", encrypted=True),
    # connections
    "postgres-url": _url("postgresql", "db.internal:5432/dwh"),
    "https-url": _url("https", "api.internal/v1"),
    "mongodb-url": _url("mongodb+srv", "cluster0.internal/dwh"),
    "odbc-string": _odbc,
    "basic-header": _basic_header,
    "bearer-header": lambda s: "Bearer " + _mixed(s, ALPHANUMERIC, 40),
    # values without a shape of their own, by the value shapes of credentials.md 4.5
    "password": _password,
    "password-random": lambda s: _mixed(s, ALPHANUMERIC, 24),
    "password-digits": _digit_password,
    "password-word": lambda s: s.choice(PLAIN_WORDS),
    "password-identifier": lambda s: "-".join(s.sample(WORDS, 2)),
    "password-weak": lambda s: s.choice(("postgres", "root", "admin", "guest", "minioadmin", "secret")),
    "api-key": lambda s: _mixed(s, ALPHANUMERIC, 40),
    "hex-key": lambda s: _characters(s, LOWER_HEX, 32),
    "uuid": _uuid,
}
