"""``python -m isu_helpers`` is the command ``isu``."""

from .cli import main

if __name__ == "__main__":
    raise SystemExit(main())
