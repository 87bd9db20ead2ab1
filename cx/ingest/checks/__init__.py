"""What is worth knowing about the rows of a file before they are stored: one small file for each family of checks."""

from cx.ingest.checks.run import check, together

__all__ = ["check", "together"]
