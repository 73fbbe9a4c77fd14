"""``python -m aspiratie`` is the command ``aspiratie``."""

from aspiratie.cli import main

if __name__ == "__main__":
    main(prog_name="aspiratie")
