"""What must be said beside the weights of key drivers: who is counted, what repeats what, what cannot be ranked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from cx.language import _, numbers
from cx.stats.drivers import Drivers

HIGH_INFLATION = 5.0
HIGH_CORRELATION = 0.8

Place = tuple[str | None, str]
"""Driver (None: all together) and part of the answer that a remark belongs to."""


def remarks(names: Sequence[str], found: Drivers) -> dict[Place, str]:
    """What to say of the drivers, each beside the row it is about. names: of the drivers, in their order."""
    if not found.drivers:
        return {}
    words = [spoken(name) for name in names]
    columns = dict(zip(words, names, strict=True))
    said: dict[Place, list[str]] = {}
    for (name, part), sentence in (*_repeated(words, found), *_turned(words, found), *_not_ranked(words, found)):
        said.setdefault((columns.get(name or "", name), part), []).append(sentence)
    return {place: " ".join(sentences) for place, sentences in said.items()}


def spoken(name: str) -> str:
    """A column's name as a sentence says it: `product_quality` -> `product quality`."""
    return " ".join(name.replace("_", " ").split())


def _repeated(names: Sequence[str], found: Drivers) -> Iterator[tuple[Place, str]]:
    """Which drivers say the same, or nearly."""
    if found.correlations is None:
        return
    for i, j in combinations(range(len(names)), 2):
        r = float(found.correlations[i, j])
        both = {"one": names[i], "other": names[j], "r": numbers.figure(r, "correlation")}
        if (i, j) in found.alike:
            text = _("“{one}” and “{other}” say the same thing and cannot be told apart: they share one weight evenly.")
            yield (names[i], "vif"), text.format(**both)
        elif abs(r) > HIGH_CORRELATION:
            text = _(
                "“{one}” and “{other}” go together (correlation {r}): what they share is divided between them, so "
                "that each looks lighter than it would alone."
            )
            yield (names[i], "vif"), text.format(**both)
    paired = {names[i] for pair in found.alike for i in pair}
    for name, driver in zip(names, found.drivers, strict=True):
        e = driver.inflation
        if name not in paired and not e.known:
            yield (name, "vif"), _("“{name}”: {reason}.").format(name=name, reason=e.reason)
        elif (e.value or 0.0) > HIGH_INFLATION:
            text = _("“{name}” mostly repeats what the other ratings say (VIF {vif}): its coefficient is unsure.")
            yield (name, "vif"), text.format(name=name, vif=numbers.figure(e.value, "ratio"))


def _turned(names: Sequence[str], found: Drivers) -> Iterator[tuple[Place, str]]:
    """Which drivers have a coefficient surely below zero, although a good rating should go with a good score."""
    for name, driver in zip(names, found.drivers, strict=True):
        high = driver.coefficient.high
        if high is None or high >= 0.0:
            continue
        r = numbers.figure(driver.correlation, "correlation")
        if driver.correlation > 0.0:
            text = _(
                "“{name}” goes with a better score by itself (correlation {r}), but with a worse one beside the other "
                "ratings: a suppressor; read its weight with care."
            )
        else:
            text = _("“{name}” goes with a worse score (correlation {r}): check that high means good on its scale.")
        yield (name, "coefficient"), text.format(name=name, r=r)


def _not_ranked(names: Sequence[str], found: Drivers) -> Iterator[tuple[Place, str]]:
    for run in found.unranked:
        listed = _(" and ").join(
            part for part in (", ".join(f"“{names[j]}”" for j in run[:-1]), f"“{names[run[-1]]}”") if part
        )
        text = _("{names} cannot be ranked apart: their weights differ by no more than chance would make them.")
        yield (names[run[0]], "relative_weight"), text.format(names=listed)
