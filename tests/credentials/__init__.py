"""Tests of `secretlint/credentials/`."""
