"""The marts: the few wide tables, made from the canonical ones, that every metric reads."""
