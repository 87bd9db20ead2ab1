"""What a load, an undo or a setting does to the figures: two versions of the data, held against each other."""

from cx.consequence.change import Change, Consequence, Counted, Rate
from cx.consequence.compare import consequence

__all__ = ["Change", "Consequence", "Counted", "Rate", "consequence"]
