"""secretlint: finds hard-coded credentials and escaping secrets in Prefect workflow code."""

__version__ = "0.1.0"
