"""The row types of the catalogue: what a library's calls do to secret values, as data.

Spelling in TOML: dashes for underscores, one table an array element; `call` may be one dotted name or a list, and
`method-of` + `name` is the same as `call = "<method-of>.<name>"`. Dotted names are those of the imported object:
`prefect.get_run_logger`; a class's own name is its constructor; `Class.method` a method of an instance; attributes go
on with dots (`hvac.Client.secrets.kv.v2.read_secret_version`); what Python has built in stands under `builtins`
(`builtins.print`, `builtins.str.format`); calling a wrapped function is `<Wrapper.becomes>.__call__`.

Access paths: `argument:0`, `argument:name`, `argument:1|name` (position or name), `argument:*` (all positional ones),
`argument:2*` (all positional ones from the third), `keyword:name`, `keyword:**` (all keywords), `receiver`, `return`,
`raise` (the exception that the call raises: the path itself is its message, `raise.request` an attribute), `value`
(the value of a statement sink), `parameters` (those of the wrapped function around), `locals` (every local name
around), `handled` (the exception that is being handled), `store:name` (what calls in the file have put there under the
same `key`: a mapping that lives outside the program). Each may go on with `.field`, `["key"]`, `[0]`, `[*]`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from secretlint.catalogue.terms import ALL_MAJORS, RESULT, AccessPath, Condition, LabelKind, Strength


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Row:
    """What all rows have. Rows are compared and hashed by identity: each is loaded once a process.

    `identity` (`prefect:sink:12`) is stable between runs and orders rows. `majors` are the Prefect majors for which the
    row holds, from `since` (inclusive) and `until` (exclusive); a row of another library holds for all. `evidence`
    names the case that shows it.
    """

    identity: str
    evidence: str
    majors: frozenset[int] = ALL_MAJORS
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CallRow(Row):
    """A row on calls. `calls` are dotted names.

    `spelled` are patterns (`fnmatch`) of the callee's last name as written, for a callee that resolves to nothing
    (`mask*`). `receiver_spelled` are patterns of the receiver's last name as written (`logger`, `*_logger`): the row
    then also holds for a method of that name (the last part of `calls`) whose receiver does not resolve; a source so
    spelled only where the receiver carries no label. Only the files that are always read and a user's own may spell.
    `when`: any must hold (if there are any). `unless`: none may hold.
    """

    calls: tuple[str, ...] = ()
    spelled: tuple[str, ...] = ()
    receiver_spelled: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Type(CallRow):
    """What a call gives, and what is known of a class.

    As a call row (`call`, `returns`): the result is an instance of `returns`; `class` as `returns` means the class on
    which the method was called. `known_as` is the argument whose constant text names the thing in messages
    (`Secret.load("db")`: `db`). With `attribute`, reading that dotted attribute gives an instance of `returns`.
    `returns = "slug"` is the block class whose slug is the first half of the `known_as` text (`block_of_slug`).
    `output` says what part of the result, or of the attribute's value, has the type (`return["logger"]`).
    As a class row (`class`): the first of `names` is canonical, the others are aliases of it (import paths);
    `extends` are its bases; `masks`: it prints as asterisks, so that its constructor makes its argument MASKED;
    `opaque`: its text (`str`, `repr`) shows nothing of its fields; `tells_in_repr`: `repr` shows its `data`, and `str`
    does not; `sealed`: it cannot be pickled or stored either.
    """

    returns: str = ""
    output: AccessPath = RESULT
    known_as: AccessPath | None = None
    attributes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    masks: bool = False
    opaque: bool = False
    tells_in_repr: bool = False
    sealed: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Source(CallRow):
    """A call (`calls`) or a read attribute (`reads`) that yields a secret.

    `output` is rooted at `return`, also for a read attribute (`os.environ`: `return[*]`), or at an argument that is
    filled. `named`: only where that argument's constant text is a secret name; `named_key`: only where the constant
    key under which an element of the output is read is one.
    `title` says what the value is in messages (`value of Secret block`), `known_as` is the argument that names it;
    where it is absent, the name by which the receiver is known.
    """

    output: AccessPath = RESULT
    kind: LabelKind = LabelKind.SECRET
    strength: Strength = Strength.CERTAIN
    reads: tuple[str, ...] = ()
    named: AccessPath | None = None
    named_key: bool = False
    title: str = ""
    known_as: AccessPath | None = None


FieldPath = tuple[str, ...]
"""A field of a block: `("connection_info", "password")` is `connection_info.password`."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Block(Row):
    """A block class (or a model that blocks hold: `is_model`).

    The first of `names` is canonical, the others are import paths of the same class. `secret_fields` hold credentials:
    masked for readers of the API, they print as asterisks. `masked_fields` are masked alike but only identify
    (`smb_username`): a literal there is no credential. `plain_fields` are saved in plain text and can carry a
    credential; `sensitive_fields` are those of them that are credentials by nature (`aws_session_token`): a literal
    there is SL106, reading one gives a secret. `slug` is the first half of `Block.load("slug/name")`.
    """

    names: tuple[str, ...]
    secret_fields: tuple[FieldPath, ...] = ()
    masked_fields: tuple[FieldPath, ...] = ()
    plain_fields: tuple[FieldPath, ...] = ()
    sensitive_fields: tuple[FieldPath, ...] = ()
    slug: str = ""
    is_model: bool = False
    extends: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The class's own name: `AwsCredentials`."""
        return self.names[0].rpartition(".")[2]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Propagator(CallRow):
    """The result (or `target`) of the call, or of reading an attribute (`reads`), carries what `sources` carry.

    `kind`, if given, is what the labels become: `secret` for what unmasks (`get_secret_value`), `masked` for what
    masks. `minus`: labels of these paths are taken away (`text.replace(secret, …)`). `key`: the argument under whose
    text a store keeps the value. `as_dict`: the result holds the attributes of an object, only those that `included`
    names, none that `excluded` names.
    """

    sources: tuple[AccessPath, ...] = ()
    target: AccessPath = RESULT
    kind: LabelKind | None = None
    minus: tuple[AccessPath, ...] = ()
    key: AccessPath | None = None
    as_dict: bool = False
    included: AccessPath | None = None
    excluded: AccessPath | None = None
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sanitizer(CallRow):
    """The result is clean, whatever goes in."""


class CallbackTakes(enum.Enum):
    """What the function is called with."""

    REST = "rest"  # the arguments after it, and the keywords: partial, to_thread, submit
    ELEMENTS = "elements"  # an element of each argument after it: map, filter
    PACKED = "packed"  # a tuple and a dict: Thread(args=, kwargs=)
    NOTHING = "nothing"  # what the library gives it


class CallbackGives(enum.Enum):
    """What the call gives back."""

    RESULT = "result"  # what the function returns (also as a future)
    ELEMENTS = "elements"  # an iterable of it
    FUNCTION = "function"  # the function itself, arguments bound: partial
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Callback(CallRow):
    """The call calls a function that it is given.

    `receives_raise`: the parameter (`argument:2|state`) of that function under which what the decorated function raises
    is found (`argument:2|state.message`).
    """

    function: AccessPath
    takes: CallbackTakes = CallbackTakes.REST
    gives: CallbackGives = CallbackGives.RESULT
    packed_positional: AccessPath | None = None
    packed_keywords: AccessPath | None = None
    receives_raise: AccessPath | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Wrapper(Row):
    """A decorator (also called as a function) that keeps the function callable, or a base class of tasks.

    `decorators` are dotted names; `bases` are classes whose subclasses are wrapped through `method` (Prefect 1's
    `Task.run`). `becomes` is the type of the wrapped function: `<becomes>.__call__` is its call. `call_methods` call
    the function; those in `element_methods` with an element of each argument (`map`); those in `packed_methods` with a
    tuple `args` and a dict `kwargs`. `same_methods` give the wrapped function again (`with_options`, whose keywords
    override). `plain_attributes` give the bare function (`fn`, `run`).
    `title` is what the function is called in messages (`flow`, `task`). `stores_parameters`: what it is called with is
    stored in plain text.
    """

    decorators: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    method: str = ""
    becomes: str = ""
    call_methods: tuple[str, ...] = ()
    element_methods: tuple[str, ...] = ()
    packed_methods: tuple[str, ...] = ()
    same_methods: tuple[str, ...] = ()
    plain_attributes: tuple[str, ...] = ()
    title: str = ""
    stores_parameters: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ParameterCall(CallRow):
    """A call that declares a flow parameter: Prefect 1's `Parameter("name", default=…)`."""

    parameter_name: AccessPath
    default: AccessPath


class Inside(enum.Enum):
    """Where a sink counts (rules.md, "Where")."""

    ANY = "any"
    WORKFLOW = "workflow"


class Statement(enum.Enum):
    """A sink that is no call. DEFAULT: the default of a parameter of a wrapped function."""

    RETURN = "return"
    RAISE = "raise"
    YIELD = "yield"
    ASSERT = "assert"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sink(CallRow):
    """A place that stores or shows what is given to it.

    Rows of one rule on one call (or statement) are alternatives, in file order: the first whose conditions hold counts.
    A call row reads `inputs`. A statement row reads the statement's value. `templates` are keywords of the call (a
    decorator's) whose text `{param}` shows the parameters of the decorated function; `returned_by` are arguments that
    are functions, whose return value is the input.
    `whole` is False where only the value itself counts, and not what its fields hold (the text of an exception);
    `nested` where only what a display's elements hold counts, and not the value itself.
    `spares` are names of sources (`known_as`) that this place masks by itself. `silenced_by`: context managers in whose
    block nothing is shown; nor where every call of the function with the sink stands in one.
    `inside_wrapper`: only in (and for statements: of) functions under one of these decorators or base classes.
    `inherits`: keywords of `when` and `unless` that a function without them takes from the wrapped function that calls
    it.
    `severity` is `error`, `warning` or `note`. `accepts`: which kinds of label hurt; `accepts_masked_by` limits the
    masked ones to values of these classes. `validates_for_scripts`: a call at module level, which no workflow makes, is
    validated before it is stored: what a parameter of these types is given is masked. `audience` says who can
    see it; it ends a sentence in a message.
    """

    rule: str
    audience: str
    inputs: tuple[AccessPath, ...] = ()
    statement: Statement | None = None
    templates: tuple[str, ...] = ()
    returned_by: tuple[AccessPath, ...] = ()
    inside: Inside = Inside.ANY
    inside_wrapper: tuple[str, ...] = ()
    inherits: tuple[str, ...] = ()
    severity: str = "error"
    accepts: frozenset[LabelKind] = frozenset({LabelKind.SECRET})
    accepts_masked_by: tuple[str, ...] = ()
    validates_for_scripts: tuple[str, ...] = ()
    whole: bool = True
    nested: bool = False
    spares: tuple[str, ...] = ()
    silenced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Habit(CallRow):
    """A call or an import that is a finding by itself: no value flows (SL301, SL303, SL305).

    `imports` are dotted names whose import is meant. `named`: only where that argument's constant text is a secret
    name. `outside_wrapper`: only outside functions under these decorators; `at_module_level`: only outside functions.
    `instead` is the form to use.
    """

    rule: str
    severity: str = "error"
    imports: tuple[str, ...] = ()
    named: AccessPath | None = None
    outside_wrapper: tuple[str, ...] = ()
    at_module_level: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WorkflowMark(CallRow):
    """A call of one of these makes the file workflow code: it deploys or calls a flow, or loads a block."""


@dataclass(frozen=True, slots=True)
class CallRows:
    """All that the catalogue says of one dotted name, for one set of majors; each tuple in file order."""

    types: tuple[Type, ...] = ()
    sources: tuple[Source, ...] = ()
    propagators: tuple[Propagator, ...] = ()
    sanitizers: tuple[Sanitizer, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    sinks: tuple[Sink, ...] = ()
    habits: tuple[Habit, ...] = ()
    marks_workflow: bool = False


NO_ROWS = CallRows()
