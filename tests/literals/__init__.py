"""Tests of `secretlint/literals/`."""
