"""What names say: the head word decides, and only the head word."""

from __future__ import annotations

import pytest

from secretlint.credentials.words import NameClass, build_vocabulary, classify, default_vocabulary, meaning, plain_words

PASSWORDS = """
    password db_password DB_PASSWORD dbPassword userPassword PGPASSWORD mysqlpassword passwd pwd pw passphrase
    password_prod PASSWORD_2 password_for_email password_postgres pass pass_ db_pass SMTP_PASS sshpass DBPASS
    client_secret secret secrets secretValue senha contraseña passwort private_key_passphrase keystore.password
    spring.datasource.password sender-password SNOWFLAKE_PASSWORD_DEV
"""
KEYS = """
    api_key apikey API-Key X-Api-Key APIKEY openaiApiKey secret_key SECRET_KEY aws_secret_access_key access_key
    private_key fernet_key encryption_key_v2 account_key subscription-key Ocp-Apim-Subscription-Key signing_key_3
"""
TOKENS = """
    token TOKEN api_token auth_token JIRATOKEN GH_TOKEN PRIVATE-TOKEN access_token refreshToken bearer_token
    bot_token githubToken token_2 last_access_token id_token session_token TOKEN_GITHUB
"""
WEAK = """
    authorization auth credentials creds salt jwt host_key openai_key stripe_key no_password reset_password
    hashed_password
"""
NOTHING = """
    password_file passwordFile PGPASSFILE password_hash password_column password_policy secret_name secret_arn
    credentials_secret azure_key_vault_secret
    secret_path secrets_dir api_key_name key key_column primary_key sort_key cache_key public_key partition_key
    result_storage_key idempotency_key aws_access_key_id client_id token_type token_url token_count MAX_TOKENS
    next_token page_token sync_token csrf_token CSRFMIDDLEWARETOKEN csrfmiddlewaretoken pad_token cursor_token
    tokenizer passenger compass bypass monkey keyboard author first_pass passed username host public_api_key
    x y _ __ 123
"""


def cases() -> list[tuple[str, NameClass]]:
    groups = {
        NameClass.PASSWORD: PASSWORDS,
        NameClass.KEY: KEYS,
        NameClass.TOKEN: TOKENS,
        NameClass.WEAK: WEAK,
        NameClass.NONE: NOTHING,
    }
    return [(name, name_class) for name_class, names in groups.items() for name in names.split()]


@pytest.mark.parametrize(("name", "name_class"), cases())
def test_the_head_word_decides(name: str, name_class: NameClass) -> None:
    assert classify(name, default_vocabulary()) is name_class


def test_an_empty_name_says_nothing() -> None:
    assert classify("", default_vocabulary()) is NameClass.NONE


def test_words_are_split_at_separators_case_and_digits() -> None:
    assert plain_words("dbPassword2_HTTPServer-x") == ("db", "password", "2", "http", "server", "x")


def test_a_plural_is_known_as_one() -> None:
    assert meaning("api_tokens", default_vocabulary()).is_plural
    assert not meaning("api_token", default_vocabulary()).is_plural


def test_the_users_secret_names_are_whole_words_at_the_end() -> None:
    vocabulary = build_vocabulary(secret_names=["pin_code"])
    assert classify("pin_code", vocabulary) is NameClass.PASSWORD
    assert classify("userPinCode", vocabulary) is NameClass.PASSWORD
    assert classify("pin_code_length", vocabulary) is NameClass.NONE
    assert classify("spin_code", vocabulary) is NameClass.NONE


def test_the_users_public_names_win() -> None:
    vocabulary = build_vocabulary(secret_names=["NextToken"], public_names=["NextToken", "demo_password"])
    assert classify("next_token", vocabulary) is NameClass.NONE
    assert classify("DEMO_PASSWORD", vocabulary) is NameClass.NONE
    assert classify("password", vocabulary) is NameClass.PASSWORD
