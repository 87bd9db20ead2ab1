"""`cx`: everything a page can do, without a browser."""

from cx.cli.main import main

__all__ = ["main"]
