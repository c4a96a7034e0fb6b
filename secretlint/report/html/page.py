"""The frame of the page: policy, style, script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from secretlint.report.links import PROJECT


def opening() -> str:
    """Everything before the report itself."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>secretlint report</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#findings">Skip to the findings</a>\n'
    )


def closing(count: int) -> str:
    """Everything after it."""
    from secretlint import __version__

    nothing = "" if count else '<p class="nothing">Nothing was found.</p>\n'
    return (
        f'{nothing}</main>\n<footer><p>Written by <a href="{PROJECT}">secretlint for Prefect</a> {__version__}. '
        "Values of credentials are never shown: <code>********</code> stands for any of them.</p></footer>\n"
        f"<script>{_asset('page.js')}</script>\n</body>\n</html>\n"
    )


@cache
def _asset(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


@cache
def _digest(text: str) -> str:
    """How a content security policy names a script or style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
