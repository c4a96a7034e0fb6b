"""Calls through which a literal gets its meaning, by the callee's last name. Tables; no behaviour."""

from __future__ import annotations

from secretlint.credentials.words import NameClass

TRANSPARENT = frozenset(
    {
        *("str", "bytes", "bytearray", "cast", "SecretStr", "SecretBytes", "unmapped", "allow_failure", "deepcopy"),
        *("b64encode", "standard_b64encode", "urlsafe_b64encode", "quote", "quote_plus"),
        *("b64decode", "standard_b64decode", "urlsafe_b64decode", "unhexlify", "fromhex"),
        *("Field", "field", "Option", "Argument", "Query", "Header", "Cookie", "Form", "attrib", "Constant"),
    }
)
"""The first argument (or `value`, `default`) goes through: the result is bound in its place."""

TRANSPARENT_KEYWORDS = frozenset({"default", "value", "default_value", "secret_value", "default_factory"})

TRANSPARENT_METHODS = frozenset(
    {"encode", "decode", "strip", "lstrip", "rstrip", "format", "replace", "lower", "upper"}
)
"""Methods of a text whose result is still that text."""

DECLARES_SECRET = frozenset({"SecretStr", "SecretBytes"})
"""Who wraps a text in these says that it is a secret."""

ENCODERS = frozenset({"b64encode", "standard_b64encode", "urlsafe_b64encode"})
"""`user:password` goes through these on its way to an Authorization header."""

NAMED_BY_FIRST = frozenset(
    {
        *("set", "setdefault", "setenv", "setattr", "setitem", "set_key", "put", "putenv", "set_option", "option"),
        *("set_secret", "add_secret", "getenv", "get", "env", "getattr", "get_env", "getEnv", "get_environ"),
        *("env_var", "config", "conf"),
    }
)
"""`setenv("NAME", "value")`, `get("NAME", "default")`: the first text names the second."""

GIVES_DEFAULT = frozenset(
    {"getenv", "get", "env", "getattr", "get_env", "getEnv", "get_environ", "env_var", "config", "conf"}
)
"""Of those, the ones that give the default back."""

DEFAULT_KEYWORDS = frozenset({"default", "fallback", "default_value"})
"""`add_argument("--name", default=…)`, `Parameter("name", default=…)`."""

EXAMPLES = frozenset({"example", "examples", "openapi_examples", "placeholder", "help", "metavar", "description"})
"""Keywords and keys whose value is shown to people."""

VALUE_KEYS = frozenset({"value", "Value"})
NAME_KEYS = frozenset({"name", "Name", "key", "Key", "variable_name"})
"""`{"name": "DB_PASSWORD", "value": "…"}`: one says what the other is."""

TYPED_INTO = frozenset({"send_keys", "fill", "type", "input_text", "set_value", "press_sequentially", "fill_form"})
PASSWORD_FIELD_WORDS = frozenset({"password", "passwd", "passwort", "pwd", "pass", "senha"})
"""What browser automation types into a field, and the words that call a field one of a password."""

SAME_CALL = frozenset({"submit", "map", "delay", "fn", "run", "apply_async", "__call__"})
"""Methods of a function that is wrapped, called with the function's own arguments."""

COLLECTION_PREFIX = "prefect_"
"""The import packages of Prefect's collections, the public ones and everybody's own."""

CREDENTIAL_CLASSES = ("Credentials", "Webhook")
"""How a collection's block that holds a credential is called."""

AUTH_NAMES = frozenset({"auth", "basic_auth", "http_auth", "httpauth", "proxy_auth", "login_info"})
"""A pair bound to one of these is a user and a password."""

TRANSPARENT_DOTTED = frozenset({"pydantic.Secret", "prefect.unmapped", "prefect.utilities.annotations.quote"})
"""The same by the dotted name, where the last name means other things elsewhere."""

LOGIN_POSITIONS: dict[str, tuple[int, NameClass]] = {
    "login": (1, NameClass.PASSWORD),
    "HTTPBasicAuth": (1, NameClass.PASSWORD),
    "HTTPDigestAuth": (1, NameClass.PASSWORD),
    "HTTPProxyAuth": (1, NameClass.PASSWORD),
    "HttpNtlmAuth": (1, NameClass.PASSWORD),
    "BasicAuth": (1, NameClass.PASSWORD),
    "DigestAuth": (1, NameClass.PASSWORD),
    "basic_auth": (1, NameClass.PASSWORD),
    "PlainCredentials": (1, NameClass.PASSWORD),
    "set_password": (-1, NameClass.PASSWORD),
    "username_pw_set": (1, NameClass.PASSWORD),
    "UserCredential": (1, NameClass.PASSWORD),
    "ClientCredential": (1, NameClass.PASSWORD),
    "ClientSecretCredential": (2, NameClass.PASSWORD),
    "FTP": (2, NameClass.PASSWORD),
    "FTP_TLS": (2, NameClass.PASSWORD),
    "Fernet": (0, NameClass.KEY),
    "Github": (0, NameClass.TOKEN),
    "WebClient": (0, NameClass.TOKEN),
    "OAuthHandler": (1, NameClass.KEY),
    "set_access_token": (1, NameClass.TOKEN),
    "Minio": (2, NameClass.KEY),
    "SendGridAPIClient": (0, NameClass.KEY),
    "InfluxDBClient": (1, NameClass.TOKEN),
    "TableauAuth": (1, NameClass.PASSWORD),
    "PersonalAccessTokenAuth": (1, NameClass.TOKEN),
    "SMBConnection": (1, NameClass.PASSWORD),
}
"""Position of the credential among the arguments (-1: the last one), where a call has one by convention."""

LOGIN_POSITIONS_DOTTED: dict[str, tuple[int, NameClass]] = {
    "pymysql.connect": (2, NameClass.PASSWORD),
    "MySQLdb.connect": (2, NameClass.PASSWORD),
    "cx_Oracle.connect": (1, NameClass.PASSWORD),
    "oracledb.connect": (1, NameClass.PASSWORD),
    "twilio.rest.Client": (1, NameClass.TOKEN),
    "pymssql.connect": (2, NameClass.PASSWORD),
    "jwt.encode": (1, NameClass.KEY),
    "jwt.decode": (1, NameClass.KEY),
    "hmac.new": (0, NameClass.KEY),
    "ftplib.FTP": (2, NameClass.PASSWORD),
    "ldap3.Connection": (2, NameClass.PASSWORD),
    "yagmail.SMTP": (1, NameClass.PASSWORD),
    "Crypto.Cipher.AES.new": (0, NameClass.KEY),
}
"""The same by the dotted name, where the last name alone says too little."""

LOGIN_LAST_NAMES = frozenset({"connect", "Client", "encode", "decode", "new", "FTP", "Connection", "SMTP"})
"""The last names of those, so that the dotted name is looked up for few calls only."""
