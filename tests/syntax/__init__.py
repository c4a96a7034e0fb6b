"""Tests of `secretlint/syntax/`: text in, code, spans and names out."""
