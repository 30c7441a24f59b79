"""What all tests share: the practice folders start without anything shown from them."""

from pathlib import Path


def pytest_sessionstart() -> None:
    for manifest in (Path(__file__).parent / "data" / "sample").glob("*/utlamning.json"):
        manifest.unlink()
