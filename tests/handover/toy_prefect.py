"""A package called `prefect` that behaves as the real one cannot be made to: for what must not go wrong even then.

What the real Prefect does is tried in `test_real_prefect.py`.
"""

from __future__ import annotations

from pathlib import Path

MODULES = {
    "__init__.py": '__version__ = "{version}"\n',
    "exceptions.py": "class ObjectNotFound(Exception):\n    pass\n",
    "context.py": """\
class _Profile:
    name = "toy"

class _Context:
    profile = _Profile

def get_settings_context():
    return _Context
""",
    "settings.py": """\
class PREFECT_API_URL:
    @staticmethod
    def value():
        return "https://ann:topsecret@api.internal/api?key=topsecret"
""",
    "blocks/__init__.py": "",
    "blocks/system.py": """\
import json, os, sys, time
from prefect.exceptions import ObjectNotFound

BEHAVIOUR, DISK = os.environ.get("TOY_BEHAVIOUR", ""), os.environ["TOY_DISK"]

def _stored():
    if not os.path.exists(DISK):
        return {}
    with open(DISK) as file:
        return json.load(file)

def _store(blocks):
    with open(DISK, "w") as file:
        json.dump(blocks, file)

class _Value:
    def __init__(self, text):
        self.text = text

    def get_secret_value(self):
        return self.text

class Secret:
    def __init__(self, value):
        self.value = _Value(value)

    def get(self):
        return self.value.text

    def save(self, name, overwrite=False):
        text = self.value.text
        print("saving", text)
        print("saving", text, file=sys.stderr)
        if BEHAVIOUR == "refuses":
            raise RuntimeError("cannot save " + text)
        if BEHAVIOUR == "hangs up":
            os._exit(3)
        if name in _stored() and not overwrite:
            raise ValueError("taken")
        _store({**_stored(), name: text[:-1] if BEHAVIOUR == "loses" and text != "before" else text})
        if BEHAVIOUR == "saves and fails":
            raise OSError("no connection for " + text)

    @classmethod
    def load(cls, name):
        if name not in _stored():
            raise ValueError("Unable to find block document") from ObjectNotFound()
        return cls(_stored()[name])

    @classmethod
    def delete(cls, name):
        blocks = _stored()
        del blocks[name]
        _store(blocks)
""",
}


def write_toy_prefect(folder: Path, version: str = "3.8.8") -> None:
    """Write the package into `folder`, which then belongs on PYTHONPATH."""
    for name, source in MODULES.items():
        path = folder / "prefect" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source.replace("{version}", version))
