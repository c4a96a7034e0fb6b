"""What it means for a literal to be given to a call."""

from __future__ import annotations

from dataclasses import replace

from secretlint.credentials.named import Binding, BoundName
from secretlint.credentials.words import plain_words
from secretlint.literals import calls
from secretlint.literals.beside import Beside, around, keywords_beside
from secretlint.literals.context import register_name
from secretlint.literals.model import Place
from secretlint.literals.search import Bound, Search, Way, is_name
from secretlint.literals.uses import GivenArgument, Uses
from secretlint.syntax.operation import Call, GetField


def follow_argument(search: Search, use: GivenArgument, uses: Uses, way: Way) -> None:
    """Keyword or position, the callee's own meaning for it, and what the call hands on."""
    if use.argument.spread:
        return
    callee = search.context.callee_name(use.call, uses)
    if use.argument.name:
        _keyword(search, use, callee, uses, way)
    else:
        _positional(search, use, callee, uses, way)


def _keyword(search: Search, use: GivenArgument, callee: str, uses: Uses, way: Way) -> None:
    keyword, call = use.argument.name, use.call
    search.note_example(keyword)
    is_block = _block_field(search, use, uses, way)
    is_handed_on = callee in calls.TRANSPARENT and keyword in calls.TRANSPARENT_KEYWORDS
    if keyword in calls.DEFAULT_KEYWORDS:
        _named_default(search, use, callee, uses, way)
    if is_handed_on and not is_block:
        _hand_on(search, use, callee, uses, way)
    elif not is_block and way.keys:
        search.add_member(keyword, way)
    elif not is_block:
        search.add(keyword, Binding.KEYWORD, way, keywords_beside(call, use.argument, uses, search.lexicon))
    if keyword in calls.VALUE_KEYS and not way.keys:
        for each in call.arguments:
            if each.name in calls.NAME_KEYS and search.is_secret(name := uses.text(each.value)):
                search.add(name or "", Binding.KEYWORD, way)  # Variable.set(name="api_key", value="…")


def _block_field(search: Search, use: GivenArgument, uses: Uses, way: Way) -> bool:
    """Whether the argument, or what it holds, is a secret field of a block."""
    block = search.context.secret_fields(use.call, uses)
    if block is None:
        return False
    name, fields = block
    path = (use.argument.name, *way.keys)
    if not any(path[: len(field)] == field for field in fields):
        return False
    search.place, search.block = Place.BLOCK_FIELD, name
    if path in fields and not way.is_element:
        search.add_block_field(path[-1], name, keywords_beside(use.call, use.argument, uses, search.lexicon))
    return True


def _named_default(search: Search, use: GivenArgument, callee: str, uses: Uses, way: Way) -> None:
    """`add_argument("--password", default="…")`, `Parameter("api_key", default="…")`, `env("X", default="…")`."""
    texts = [uses.text(each.value) for each in use.call.arguments if not each.name and not each.spread]
    named = [text.lstrip("-") for text in texts if text and is_name(text)]
    secret = [text for text in named if search.is_secret(text)]
    dotted = search.context.callee_dotted(use.call, uses)
    is_parameter = dotted is not None and search.context.catalogue.parameter(dotted) is not None
    if is_parameter:
        search.place = Place.FLOW_PARAMETER
    if secret and not way.keys:
        search.add(secret[-1], Binding.DEFAULT, way)
    elif is_parameter and named:
        search.add(named[0], Binding.DEFAULT, way)
    if callee not in calls.TRANSPARENT:
        search.climb(use.call.register, uses, way)


def _positional(search: Search, use: GivenArgument, callee: str, uses: Uses, way: Way) -> None:
    is_handed_on = callee in calls.TRANSPARENT
    if callee == "Secret":
        is_handed_on = search.context.callee_dotted(use.call, uses) in calls.TRANSPARENT_DOTTED
    if is_handed_on and use.position == (1 if callee == "cast" else 0):
        _hand_on(search, use, callee, uses, way)
        return
    if way.keys:
        return
    if callee in calls.NAMED_BY_FIRST and use.position >= 1:
        _named_by_first(search, use, callee, uses, way)
    if callee in calls.TYPED_INTO:
        _typed_into(search, use, uses, way)
    _login(search, use, callee, uses, way)
    _local_parameter(search, use, uses, way)


def _hand_on(search: Search, use: GivenArgument, callee: str, uses: Uses, way: Way) -> None:
    if callee in calls.DECLARES_SECRET:
        search.is_declared = True
        way = replace(way, is_secret=True)
    search.is_encoded = search.is_encoded or callee in calls.ENCODERS
    search.climb(use.call.register, uses, way)


def _named_by_first(search: Search, use: GivenArgument, callee: str, uses: Uses, way: Way) -> None:
    name = uses.text(use.call.arguments[use.position - 1].value)
    is_secret = search.is_secret(name)
    if is_secret:
        search.add(name or "", Binding.ASSIGNMENT, way)
    if callee not in calls.GIVES_DEFAULT or (callee == "getattr" and use.position < 2):
        return
    receiver = uses.written.get(use.call.callee)
    is_environment = not isinstance(receiver, GetField) or register_name(receiver.value, uses) in ("environ", "os")
    # config.get("vault", "password") looks an option up; it gives no default.
    is_default = is_secret or is_environment or callee != "get"
    search.climb(use.call.register, uses, way if is_default else replace(way, is_element=True))


def _typed_into(search: Search, use: GivenArgument, uses: Uses, way: Way) -> None:
    """`page.fill("#password", "…")`, `driver.find_element(By.ID, "password").send_keys("…")`."""
    texts = [uses.text(each.value) or "" for each in use.call.arguments[: use.position]]
    callee = uses.written.get(use.call.callee)
    receiver = uses.written.get(callee.value) if isinstance(callee, GetField) else None
    if isinstance(receiver, Call):
        texts += [uses.text(each.value) or "" for each in receiver.arguments]
    elif isinstance(callee, GetField):
        texts.append(register_name(callee.value, uses))
    words = {word for text in texts for word in plain_words(text)}
    if not calls.PASSWORD_FIELD_WORDS.isdisjoint(words):
        search.add("password", Binding.KEYWORD, way)


def _login(search: Search, use: GivenArgument, callee: str, uses: Uses, way: Way) -> None:
    """The password among the positional arguments of a call that logs in."""
    found = calls.LOGIN_POSITIONS.get(callee)
    if found is None and callee in calls.LOGIN_LAST_NAMES:
        found = calls.LOGIN_POSITIONS_DOTTED.get(search.context.callee_dotted(use.call, uses) or "")
    if found is None or way.is_element:
        return
    last = sum(not each.name for each in use.call.arguments) - 1
    position, name_class = found
    if use.position == (last if position == -1 else position):
        before = use.call.arguments[use.position - 1].value if use.position else None
        bound = BoundName(callee, Binding.LOGIN, forced=name_class, user=uses.text(before) or "")
        search.bound.append(Bound(bound))


def _local_parameter(search: Search, use: GivenArgument, uses: Uses, way: Way) -> None:
    """The parameter (or field) of a function or class of this file that the position fills."""
    parameters = search.context.positional_parameters(use.call, uses)
    if use.position >= len(parameters) or any(each.spread for each in use.call.arguments[: use.position]):
        return
    own = parameters[use.position]
    beside = Beside(frozenset(name for name in around(parameters, use.position) if name != own))
    if search.is_secret(parameters[use.position]) or way.is_secret or way.is_second:
        search.add(parameters[use.position], Binding.DEFAULT, way, beside)
