"""Tests of the comments that silence a finding."""
