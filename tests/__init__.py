"""The tests: a package with the shape of `secretlint/`, so that `from tests.fakes import fake` works everywhere.

Each folder below holds an `__init__.py`, so that two rooms may name a test file alike.
"""
