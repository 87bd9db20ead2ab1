"""How long work tells where it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with a sentence before every long step, and with the share of the whole work that is done (0 to 1)."""

    def __call__(self, sentence: str, share: float | None = None, /) -> None:
        """Tell the step that begins; share: None when it cannot be told."""


def silent(_sentence: str, _share: float | None = None) -> None:
    """Nobody watches."""


def part(progress: Progress, begin: float, end: float) -> Progress:
    """Tells the steps of a part of the work that goes from one share of the whole to another."""

    def tell(sentence: str, share: float | None = None) -> None:
        progress(sentence, None if share is None else begin + share * (end - begin))

    return tell
