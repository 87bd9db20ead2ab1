"""The colours of a report on white: those of the pages in light mode; a test keeps the two equal."""

TEXT = "0E1720"
QUIET = "5B6B7A"
LINE = "D5DDE5"
SURFACE = "F3F6F9"
CHANGES = {"blue": "005A8C", "orange": "A34700", "grey": QUIET}
"""Colour of a change, as a card names it -> the colour of its letters."""
