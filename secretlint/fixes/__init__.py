"""Building blocks of fixes, and the rewrites: what a finding becomes in the source.

A rewrite is one file in `fixes/rewrites/`, found by the package walk. It defines

    RULES = ("SL201",)          # the rules whose findings it looks at: codes, or prefixes such as "SL1"
    PRECEDENCE = 50             # who is asked first; lower is earlier
    def rewrite(problem: Problem) -> Fix | None: ...

and says None where the shape around the finding is not its own; the first that answers decides. What there is:

- `problem.finding` (its message, target, trace), `problem.span` and `problem.node`: the primary place as span and as
  the innermost `ast` expression. `problem.source`: the text, `tree` (parents, spans: `tree.parent`, `tree.around`,
  `tree.statement`, `tree.source`), `scopes` (`dotted`, `readers`, `definition`), `majors`, `world`, and
  `place(node)`: when a node runs and how it may read a secret. `problem.project`: names and the other files.
- `reading(problem, Wish(…))`: the expression that reads the value at run time, with its name, imports and doubts.
- `fix(problem, reading, edits, title, reasons)` for a fix that takes a value out, `by_hand(reason)` for one that is
  only explained, `Fix(…)` of the model for anything else.

Edits are text ranges of the text as it stands: insertions have an empty span. Imports are requested, never written:
`local_name(source, request, at)` says what the thing is called in the file, `needed(…)` gives the request for
`Fix.imports`. An import whose last use an edit replaces is removed by `engine/apply_edits`, without being asked.

A fix is a promise. SAFE: the file parses, the rest is byte-identical, a second run changes nothing, and the flow has
the same outcome. What cannot promise that is UNSAFE with a `reason`, or `by_hand`. The engine holds every fix to the
first three (`engine/apply`): one that does not parse, leaves its finding or makes a new one is dropped and reported.

Tests: `tests/fixes/rewrites/<name>.md`, before and after; see `tests/fixes/test_rewrites.py` for the notation.
"""
