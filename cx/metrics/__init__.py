"""One `.sql` and one `.py` for each metric, and the registry."""
