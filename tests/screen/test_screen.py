"""The screen keeps every file that has a finding, and drops most that have none."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secretlint.catalogue.load import load
from secretlint.credentials.words import build_vocabulary, default_vocabulary
from secretlint.literals.judge import judge
from secretlint.literals.plain_text import comment_findings, text_findings
from secretlint.screen import Screen, build_screen
from secretlint.screen.words import DEFAULTS, HEADS
from secretlint.syntax.comments import comments
from secretlint.syntax.lower import lower
from secretlint.syntax.names import Names
from secretlint.syntax.parse import Unparsable, parse
from tests.fakes import fake, fill, kinds
from tests.screen.generate import (
    FLOW_TARGET,
    LEXICON_TARGET,
    TARGET,
    generated,
    generated_for_flows,
    generated_lexicon,
)


@cache
def screen() -> Screen:
    return build_screen()


def reports(source: str, secret_names: tuple[str, ...] = ()) -> bool:
    """Whether anything of SL1xx is found, at any confidence."""
    vocabulary = build_vocabulary(secret_names) if secret_names else default_vocabulary()
    parsed = parse(source)
    if isinstance(parsed, Unparsable):
        return bool(text_findings(source, vocabulary))
    code = lower(parsed.module).code
    found = judge(code, Names(code), vocabulary, load())
    return bool(found) or bool(comment_findings(comments(source)))


def keeps(source: str) -> bool:
    return screen().may_report(source.encode())


def test_the_generated_words_are_fresh() -> None:
    modules = ((TARGET, generated()), (FLOW_TARGET, generated_for_flows()), (LEXICON_TARGET, generated_lexicon()))
    for target, text in modules:
        assert target.read_text(encoding="utf-8") == text, "run: python -m tests.screen.generate"


CLEAN = """
import os
from prefect import flow, get_run_logger
from prefect.blocks.system import Secret
TOKEN_URL = "https://login.example.com/oauth/token"
SECRET_NAME = "db-password"
def connect(password: str, token_type="Bearer"):
    tokenizer = load_tokenizer("bert")
    next_token = None
    for key in ("a", "b"):
        pass
    return client(password=password, path="/var/keys")
@flow
def main():
    password = Secret.load("db-password").get()
    get_run_logger().info("connected to %s", connect(password))
    return os.environ["API_TOKEN"]
"""


def test_a_clean_file_costs_no_imports() -> None:
    program = (
        "import sys; from secretlint.screen import build_screen\n"
        f"assert not build_screen().may_report({CLEAN.encode()!r})\n"
        "bad = {'libcst', 'detect_secrets', 'tomllib', 'tomli', 'json', 'dataclasses', 'enum'} & set(sys.modules)\n"
        "print(sorted(bad - {'enum'}))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


# --- what it drops --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = 1\n",
        CLEAN,
        "password = os.environ['DB_PASSWORD']\n",
        "def connect(password=None, token: str | None = None): ...\n",
        "password_file = 'secrets/db.txt'\n",
        "token_count = 'many words'\n",
        "raise ValueError('the password is wrong')\n",
        "url = f'https://{host}/api?page={page}'\n",
        "logger.info('no token for %s', name)\n",
        "d = {'next_token': 'abcdefgh12345678XYZ', 'sort_key': 'created'}\n",
        "headers = {'Authorization': f'Bearer {token}'}\n",
        "connect(host=host, user=user, password=password, database=database)\n",
        "author = 'somebody'; monkey = 'x1y2z3a4b5c6d7e8'; path = 'a/b'\n",
        "key = 'abc'; keys = ['a', 'b']; cache_key = 'x1y2z3a4b5c6d7e8'\n",
        "def load(table, limit):\n    return connect(password=read('warehouse')).rows(table)\nload('orders2024', 5)\n",
    ],
)
def test_a_file_without_a_finding_is_dropped(source: str) -> None:
    assert not reports(source)
    assert not keeps(source)


# --- what it keeps --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("seed", range(4))
def test_every_shape_wherever_it_stands(kind: str, seed: int) -> None:
    value = fake(kind, seed)
    for source in (
        f"x = {value!r}\n",
        f"call(1, {value!r})\n",
        f"x = '''\\\n{value}\n'''\n",
        f"x = f'{{a}} {value!r:.0}'\n" if "'" not in value else "",
        "".join(f"# {line}\n" for line in value.splitlines()),
        f'"""Docs: {value}"""\n',
        f"password = {value!r}\n",
        f"x = b{value!r}\n",
    ):
        assert not reports(source) or keeps(source), kind


NAMES = (
    "password",
    "DB_PASSWORD",
    "db_pass",
    "smtpPassword",
    "self.password",
    "config.db.password",
    "passwd",
    "PWD",
    "api_key",
    "apikey",
    "APIKey",
    "aws_secret_access_key",
    "client_secret",
    "secret",
    "token",
    "access_token",
    "GITHUB_TOKEN",
    "JIRATOKEN",
    "token_prod",
    "password_2",
    "password_for_mail",
    "passwords",
    "api_keys",
    "auth",
    "salt",
    "myPin",
    "jwt",
    "credentials",
    "hashed_password",
    "contraseña",
    "root_user",
)
VALUE_KINDS = (
    "password",
    "password-random",
    "password-word",
    "password-digits",
    "password-weak",
    "password-identifier",
    "api-key",
    "hex-key",
    "uuid",
    "aws-secret-access-key",
)
# `␣` is a gap within a line, `⏎` one within brackets.
FORMS = (
    "NAME␣=␣VALUE",
    "NAME␣=␣(⏎VALUE⏎)",
    "NAME␣:␣str␣=␣VALUE",
    "NAME␣:␣Optional[str]␣=␣VALUE",
    "PLAIN␣:␣SecretStr␣=␣VALUE",
    "(PLAIN␣:=␣VALUE)",
    "NAME␣=␣a␣or␣VALUE",
    "NAME␣=␣VALUE␣if␣a␣else␣b",
    "NAME␣=␣b␣if␣a␣else␣VALUE",
    "NAME␣=␣VALUE.encode()",
    "NAME␣=␣str(⏎VALUE⏎)",
    "NAME␣=␣SecretStr(⏎VALUE⏎)",
    "x = SecretStr(⏎VALUE⏎)",
    "NAME␣=␣os.getenv('X',␣VALUE)",
    "NAME␣=␣os.environ.get('X',⏎VALUE)",
    "NAME␣=␣Field(⏎default=VALUE)",
    "NAME␣=␣config('X',␣default=VALUE)",
    "NAME␣=␣[⏎VALUE⏎,␣'b']",
    "NAME␣=␣{⏎'dev':␣VALUE⏎}",
    "user,␣NAME␣=␣'etl',␣VALUE",
    "NAME,␣user␣=␣VALUE,␣'etl'",
    "(user,␣NAME)␣=␣('etl',␣VALUE)",
    "connect(⏎NAMED=VALUE⏎)",
    "connect(host,⏎user='etl',⏎NAMED␣=⏎VALUE⏎,⏎port=1)",
    "connect(**{'QUOTED':␣VALUE})",
    "d = {⏎'QUOTED'⏎:⏎VALUE⏎}",
    'd = {"user": "etl",␣"QUOTED":␣VALUE}',
    "d = dict(⏎NAMED=VALUE)",
    "d['QUOTED']␣=␣VALUE",
    "os.environ['QUOTED']␣=␣VALUE",
    "os.environ.setdefault('QUOTED',␣VALUE)",
    "monkeypatch.setenv('QUOTED',⏎VALUE)",
    "setattr(x, 'QUOTED',␣VALUE)",
    "x = os.getenv('QUOTED',␣VALUE)",
    "x = d.get(⏎'QUOTED'⏎,⏎VALUE⏎)",
    "parser.add_argument('--QUOTED',␣help='(none)',⏎type=str,␣default=VALUE)",
    "p = Parameter('QUOTED',␣default=VALUE)",
    "def f(a, PLAIN=VALUE): ...",
    "def f(a,⏎PLAIN␣:␣str␣=␣VALUE⏎): ...",
    "def get_PLAIN():\n    x = 1\n    return␣VALUE",
    "g = lambda PLAIN=VALUE: 1",
    "if NAME␣==␣VALUE: ...",
    "if VALUE␣==␣NAME: ...",
    "if NAME␣!=␣VALUE: ...",
    "if d['QUOTED']␣==␣VALUE: ...",
    "if d.get('QUOTED')␣==␣VALUE: ...",
    "requests.get(url,␣auth=('etl',␣VALUE))",
    "requests.get(url,␣auth=HTTPBasicAuth('etl',␣VALUE))",
    "server.login(⏎'etl',⏎VALUE⏎)",
    "x = b64encode(b'etl:RAW')",
    "f = Fernet(␣VALUE␣)",
    "import pymysql as db\ndb.connect('host', 'etl',␣VALUE)",
    "class A:\n    PLAIN␣=␣VALUE",
    "class A(BaseModel):\n    PLAIN: str␣=␣Field(VALUE)",
    "from prefect.blocks.system import Secret\nSecret(⏎value=VALUE⏎).save('x')",
    "from prefect.blocks.system import Secret as S\nS(⏎value␣=␣VALUE⏎)",
    "import prefect_aws as aws\naws.AwsCredentials(⏎aws_session_token=VALUE⏎)",
    "from prefect_sqlalchemy import SqlAlchemyConnector\nSqlAlchemyConnector(connection_info={'password':␣VALUE})",
    "from pydantic import SecretStr\nfrom prefect.blocks.core import Block\n"
    "class B(Block):\n    code: SecretStr\nB(code=VALUE)",
    "from prefect import flow\n@flow\ndef f(PLAIN:␣str␣=␣VALUE): ...",
    "x = 'postgresql://etl:RAW@db.internal/x'",
    "x = f'postgresql://{user}:RAW@{host}/x'",
    'x = f"postgresql://{os.environ["U"]}:RAW@{host}/x"'
    if sys.version_info >= (3, 12)
    else "x = f'amqp://etl:RAW@{h}'",
    "x = 'postgresql://%s:%s@%s/x' % ('etl',␣VALUE,␣host)",
    "x = 'postgresql://{}:{}@{}/x'.format('etl',␣VALUE,␣host)",
    "x = 'postgresql://' + user + ':RAW@' + host",
    "x = 'https://api.internal/v1?QUOTED=RAW&page=1'",
    "x = 'Server=db.internal;UID=etl;PWD=RAW;'",
    "x = 'host=db.internal user=etl password=RAW'",
    "x = '''\nhost=db.internal\nuser=etl\npassword=RAW\n'''",
    "h = {'X':␣'Bearer RAW'}",
    "h = 'Authorization: Bearer RAW'",
    "h = {'Authorization':␣'Basic ' + 'RAW'}",
    "x = 'curl -u etl:RAW https://api.internal'",
    "x = 'mysql --password=RAW -h db.internal'",
    "x = 'PGPASSWORD=RAW psql -h db.internal'",
    "x = \"create user etl identified by 'RAW'\"",
    "x = \"alter user etl password 'RAW'\"",
    'x = \'{"QUOTED": "RAW", "a": 1}\'',
    'x = "{\\"QUOTED\\": \\"RAW\\"}"',
    "x = {'QUOTED': ('RAW'␣'RAW')}",
    "x = os.environ.get('QUOTED')␣or␣VALUE",
    "x = (os.environ.get('QUOTED')⏎or⏎VALUE)",
    "x = settings.NAMED␣or␣VALUE",
    "x = VALUE␣if␣a␣else␣os.environ['QUOTED']",
    "x = os.environ['QUOTED'] if a␣else␣VALUE",
    "def connect(host,⏎PLAIN, port=1): ...\nconnect(⏎'h',␣VALUE)",
    "def connect(host, PLAIN: str, port: int): ...\nconnect.submit('h',⏎VALUE, 2)",
    "class A:\n    def __init__(self, user, PLAIN): ...\nx = A('etl',␣VALUE)",
    "class A(NamedTuple):\n    user: str\n    PLAIN: str\nx = [A('etl',␣VALUE)]",
    "env = [{'name':␣'QUOTED',⏎'value':␣VALUE}]",
    "env = [{'value':␣VALUE,⏎'key': 'QUOTED'}]",
    "Variable.set(name='QUOTED',␣value=VALUE)",
    "run(['mysql',⏎'--QUOTED',⏎VALUE])",
    "NAME␣=␣''.join(['RAW',⏎VALUE])",
    "NAME␣=␣'-'.join(('RAW', 'RAW'))",
    "x = 'USER=etl\\nQUOTED=RAW\\n'",
    "x = '''\nhost: a\n  QUOTED: RAW\n'''",
    "x = '''\n[default]\nexport QUOTED = RAW\n'''",
    "dsn = 'etl/RAW@db.internal/orcl'",
    "dsn = 'etl/'␣'RAW@db.internal/orcl'",
    "page.fill('#QUOTED',␣VALUE)",
    "driver.find_element(By.ID, 'QUOTED').send_keys(⏎VALUE)",
    "PLAIN_field.send_keys(VALUE)",
    "match NAME:\n    case VALUE:\n        x = 1",
    "match d['QUOTED']:\n    case 'a':\n        x = 1\n    case VALUE:\n        x = 2",
    "x = 'https://api.internal/v1?QUOTED=%s'␣%␣VALUE",
    "x = 'https://api.internal/v1?a=1&QUOTED={}&b=2'.format(⏎VALUE)",
    "x = 'https://api.internal/v1?QUOTED='␣+␣VALUE",
)
LINE_GAPS = ("", " ", "  ", "\t", " \\\n  ")
BRACKET_GAPS = ("", " ", "\n    ", "  # a note, with 'quotes' and = signs\n    ", "\n\n", " \\\n  ")
PREFIXES = ("", "b", "r", "u", "f", "R")
QUOTES = ("'", '"', "'''", '"""')


@st.composite
def programs(draw: st.DrawFn) -> str:
    form = draw(st.sampled_from(FORMS))
    name = draw(st.sampled_from(NAMES))
    raw = fake(draw(st.sampled_from(VALUE_KINDS)), draw(st.integers(0, 5)))
    quote = draw(st.sampled_from(QUOTES))
    value = draw(st.sampled_from(PREFIXES)) + quote + raw + quote
    # What everybody runs as a default counts under any name, and is not put together from pieces.
    if draw(st.booleans()) and len(raw) > 8 and raw not in DEFAULTS:
        value = f"{quote}{raw[:5]}{quote}␣{quote}{raw[5:]}{quote}" if "⏎" in form else value
    last = name.rpartition(".")[2]
    text = form.replace("NAMED", last).replace("NAME", name).replace("PLAIN", last)
    text = text.replace("QUOTED", draw(st.sampled_from((last, last.upper(), last.replace("_", "-")))))
    text = text.replace("VALUE", value).replace("RAW", raw)
    for mark, gaps in (("␣", LINE_GAPS), ("⏎", BRACKET_GAPS)):
        while mark in text:
            text = text.replace(mark, draw(st.sampled_from(gaps)), 1)
    before = draw(st.sampled_from(("", "import os\n", "x = {'a': 1}\n", "# password\n", '"""Docs."""\n')))
    return before + "from pydantic import SecretStr\n" * draw(st.booleans()) + text + "\n"


@settings(max_examples=4000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(programs())
def test_it_keeps_what_the_judge_reports(source: str) -> None:
    assert not reports(source) or keeps(source)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_met_by_some_program(form: str) -> None:
    """The forms above are not empty: each is reported with some name and value, and then kept."""
    seen = False
    for name in ("password", "api_keys"):
        for kind in ("password-random", "api-key"):
            raw = fake(kind)
            text = form.replace("NAMED", name).replace("NAME", name).replace("PLAIN", name).replace("QUOTED", name)
            text = text.replace("VALUE", repr(raw)).replace("RAW", raw).replace("␣", " ").replace("⏎", " ") + "\n"
            if reports(text):
                seen = True
                assert keeps(text), text.replace(raw, "…")
    assert seen or "Basic" in form


@pytest.mark.parametrize("word", sorted(HEADS))
def test_every_head_word_is_a_name(word: str) -> None:
    for name in (word, f"db_{word}", f"{word}_prod", f"my{word.capitalize()}", word.upper(), f"api {word}"):
        for kind in ("password-random", "password-word"):
            source = f"d = {{{name!r}: {fake(kind)!r}}}\n"
            assert not reports(source) or keeps(source), name


def test_the_users_own_names() -> None:
    own = build_screen(("pin_code", "kundenNummer"))
    for name in ("pin_code", "PIN_CODE", "myPinCode", "kunden_nummer"):
        source = f"{name} = {fake('password')!r}\n"
        assert reports(source, ("pin_code", "kundenNummer"))
        assert own.may_report(source.encode())


def test_a_comment_of_ours_is_a_hit() -> None:
    assert keeps("x = 1  # secretlint: ignore[SL102]\n")


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_newlines(newline: str) -> None:
    source = fill("x = 1\nd = {\n  'password':\n    '{fake:password-random}'\n}\n").replace("\n", newline)
    assert keeps(source)


def test_a_byte_order_mark() -> None:
    assert screen().may_report(fill("password = '{fake:password-random}'\n").encode("utf-8-sig"))


def test_long_and_hostile_bytes_end() -> None:
    for data in (
        b"password = " + b" " * 100_000 + b"x",
        b"password, " * 20_000,
        b"token(" * 20_000,
        b"\xff\xfe\x00" * 30_000,
        b"password = [" + b"'a'," * 50_000 + b"]",
        b"://" * 50_000,
        b"?key=" * 50_000,
        b"'password'," * 20_000,
        b"Bearer " * 20_000,
        b'"""' * 30_000 + b"pwd=x",
    ):
        screen().may_report(data)
