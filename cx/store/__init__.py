"""Immutable versions of the data, the pointer to the current one, and the ledger of loads."""
