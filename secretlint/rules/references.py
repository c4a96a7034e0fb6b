"""How a value is read at run time instead of standing in the source, in the spelling of the file's own world.

Facts: block names hold only a-z, 0-9 and "-"; `Secret.load` is a coroutine in `async def`; Prefect 1 resolves a
`PrefectSecret` when a task runs, while `Secret(..).get()` would bake the value into the flow.
"""

from __future__ import annotations

import enum
import re

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_NAME_LIMIT = 60


class World(enum.Enum):
    """Which API a file reads its secrets with."""

    PREFECT = "Prefect 2 or 3"
    PREFECT_1 = "Prefect 1"
    PLAIN = "no Prefect"


def reference(name: str, world: World, awaits: bool) -> str:
    """The expression that reads the secret `name` (as bound in the source); `awaits` within `async def`."""
    words = [word.lower() for word in _WORDS.findall(name)] or ["secret"]
    if world is World.PREFECT:
        block = "-".join(words)[:_NAME_LIMIT].strip("-")
        return f'(await Secret.load("{block}")).get()' if awaits else f'Secret.load("{block}").get()'
    variable = "_".join(words)[:_NAME_LIMIT].strip("_").upper()
    return f'PrefectSecret("{variable}")' if world is World.PREFECT_1 else f'os.environ["{variable}"]'
