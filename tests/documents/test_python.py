"""Bytes become the text that Python itself would read, and can be made again from it."""

from __future__ import annotations

import ast
import codecs
import io
import tokenize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from secretlint.documents.python import PythonText, Undecodable, decode


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        ("é = 1\r\n".encode(), "é = 1\r\n", "utf-8"),
        (b"# coding: latin-1\n'\xe9'", "# coding: latin-1\n'é'", "iso-8859-1"),
        (
            b"#!/usr/bin/python\n# -*- coding: cp1252 -*-\n'\x80'",
            "#!/usr/bin/python\n# -*- coding: cp1252 -*-\n'€'",
            "cp1252",
        ),
        (b"\n# vim: set fileencoding=latin1 :\n'\xe9'", "\n# vim: set fileencoding=latin1 :\n'é'", "latin1"),
        (b"\r# coding: latin-1\r'\xe9'\r", "\r# coding: latin-1\r'é'\r", "iso-8859-1"),
        (b"\f# coding=utf-8-unix\n", "\f# coding=utf-8-unix\n", "utf-8"),
        (b"# coding: UTF_8\n", "# coding: UTF_8\n", "utf-8"),
        ("x = 1\n# coding: latin-1\n'é'".encode(), "x = 1\n# coding: latin-1\n'é'", "utf-8"),
        ("\n\n# coding: latin-1\n'é'".encode(), "\n\n# coding: latin-1\n'é'", "utf-8"),
        (b"s = '# coding: latin-1'", "s = '# coding: latin-1'", "utf-8"),
    ],
)
def test_the_encoding_is_found(data: bytes, text: str, encoding: str) -> None:
    assert decode(data) == PythonText(text, encoding, bom=False)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    decoded = decode(codecs.BOM_UTF8 + "é\n".encode())
    assert decoded == PythonText("é\n", "utf-8", bom=True)
    assert decoded.encode("è\n") == codecs.BOM_UTF8 + "è\n".encode()


@pytest.mark.parametrize(
    ("data", "message", "offset"),
    [
        (b"x" * 412 + b"\xff", "not valid utf-8 at byte 412", 412),
        (codecs.BOM_UTF8 + b"ab\xff", "not valid utf-8 at byte 5", 5),
        (b"# coding: ascii\n'\xe9'", "not valid ascii at byte 17", 17),
        (b"# coding: nosuch\n", "unknown coding cookie on line 1", 0),
        (b"\n# coding: nosuch\n", "unknown coding cookie on line 2", 0),
        (b"# coding: rot13\n", "unknown coding cookie on line 1", 0),
        (b"# coding: hex\n", "unknown coding cookie on line 1", 0),
        (b"# coding: undefined\n", "not valid undefined", 0),
        (codecs.BOM_UTF8 + b"# coding: latin-1\n", "byte order mark and coding cookie disagree", 0),
    ],
)
def test_what_is_no_text(data: bytes, message: str, offset: int) -> None:
    assert decode(data) == Undecodable(message, offset)


@given(st.binary(max_size=60))
@example(b"# coding: punycode\n\xff")
@example(b"# coding: idna\n\xff..")
@example(b"# coding: unicode_escape\n\\x")
@example(b"# coding: utf-7\n+")
@example(b"# coding: \xc3\xa9\n")
def test_decoding_never_raises(data: bytes) -> None:
    decode(data)


@given(st.text(), st.booleans())
def test_encoding_again_gives_the_same_bytes(text: str, bom: bool) -> None:
    data = (codecs.BOM_UTF8 if bom else b"") + text.encode("utf-8", "surrogatepass")
    decoded = decode(data)
    if isinstance(decoded, PythonText):
        assert decoded.encode(decoded.text) == data


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "koi8-r", "iso8859-15", "cp437"])
@given(data=st.binary(max_size=30))
def test_encoding_again_gives_the_same_bytes_under_a_cookie(encoding: str, data: bytes) -> None:
    data = f"# coding: {encoding}\n".encode() + data
    decoded = decode(data)
    if isinstance(decoded, PythonText):
        assert decoded.encode(decoded.text) == data


@given(
    st.lists(
        st.sampled_from(["", "# coding: latin-1", "# x", "x = 1", "# -*- coding: utf-8 -*-", "  #coding=cp1252", "\f"]),
        max_size=3,
    )
)
def test_the_cookie_is_the_one_that_tokenize_finds(lines: list[str]) -> None:
    data = "\n".join([*lines, "'a'"]).encode()
    decoded = decode(data)
    assert isinstance(decoded, PythonText)
    expected, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    assert codecs.lookup(decoded.encoding) == codecs.lookup(expected)


@pytest.mark.parametrize("cookie", ["", "# coding: latin-1", "# coding: cp1252", "\n# coding: koi8-r"])
def test_a_string_is_what_python_reads(cookie: str) -> None:
    data = f"{cookie}\nx = '".encode() + ("é".encode() if not cookie else b"\xe9") + b"'\n"
    decoded = decode(data)
    assert isinstance(decoded, PythonText)
    [statement] = ast.parse(data).body
    assert isinstance(statement, ast.Assign)
    assert ast.literal_eval(statement.value) == decoded.text.rstrip("\n")[-2]
