"""`python -m secretlint`."""

from secretlint.cli.main import main

if __name__ == "__main__":
    main()
