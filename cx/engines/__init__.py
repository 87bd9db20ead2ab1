"""Engines run SQL; each is one file that keeps the contract in base.py."""
