"""secretlint as others start it: real git, real pre-commit, real commits."""
