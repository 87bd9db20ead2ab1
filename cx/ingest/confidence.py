"""How sure we are that a column is a field: the evidence of its name and of its values, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from cx.ingest.fitting import Fit, Verdict
from cx.language import _

USED_FROM = 0.5
"""From this confidence on a column is used without asking, and told."""
SAID = 1.0
"""What the person said, or a recognised format knows."""
RAISED, LOWERED = 0.4, 0.3
"""Values that speak for a field close this share of the gap to certainty; values against leave this share of it."""
FROM_VALUES = 0.45
"""What the values alone can make of a column that no name speaks for."""

EXACT, LANGUAGE, TOGETHER, UNIT, PREFIX, SLIP = "exact", "language", "together", "unit", "prefix", "slip"
CENTS, UNSAID = "cents", "unsaid"
CERTAINTY = {EXACT: 0.97, LANGUAGE: 0.95, TOGETHER: 0.9, UNIT: 0.85, PREFIX: 0.75, SLIP: 0.42, CENTS: 0.4, UNSAID: 0.4}
"""How a name was found -> the confidence of the best name of a field; later names of a list are less sure."""
PER_RANK, MOST_RANKS = 0.01, 15
ASKED = (CENTS, UNSAID)
"""Whatever the values say, a column whose unit could be wrong is not used without a word of the person."""
BEHIND = {UNIT: 1, PREFIX: 1, SLIP: 2, CENTS: 2, UNSAID: 2}
"""Names found so rank after every name found as it stands."""


@dataclass(frozen=True, slots=True)
class Named:
    """A column's name as the name of a field. how: the way it was found. rank: in the list of its language.

    meant: the name of our list. language: of that list.
    """

    how: str
    rank: int
    meant: str
    language: str

    @property
    def order(self) -> tuple[int, int]:
        """The smaller, the better."""
        return BEHIND.get(self.how, 0), self.rank

    def why(self) -> str:
        """In words why the name speaks for the field."""
        return {
            EXACT: _("the name is one for it"),
            LANGUAGE: _("the {language} name is one for it"),
            TOGETHER: _("the name is another spelling of “{meant}”"),
            UNIT: _("the name is “{meant}” with a unit behind it"),
            PREFIX: _("the name is “{meant}” with the table before it"),
            CENTS: _("the name is “{meant}” in hundredths"),
            UNSAID: _("the name is “{meant}” without its unit"),
            SLIP: _("the name is one slip away from “{meant}”"),
        }[self.how].format(language=self.language, meant=self.meant)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A column as a field. confidence: 0 to 1. why: in words. contradicted: the values speak against the name."""

    confidence: float
    why: str
    contradicted: bool = False


def weigh(named: Named, fit: Fit) -> Evidence:
    """The evidence of a name and of the values behind it."""
    start = CERTAINTY[named.how] - PER_RANK * min(named.rank, MOST_RANKS)
    if fit.verdict is Verdict.FOR and named.how not in ASKED:
        return Evidence(_rounded(start + RAISED * (1 - start)), _join(named.why(), fit.why))
    if fit.verdict is Verdict.AGAINST:
        words = _("{name}, but {values}").format(name=named.why(), values=fit.why)
        return Evidence(_rounded(LOWERED * start), words, contradicted=True)
    return Evidence(_rounded(start), _join(named.why(), fit.why))


def from_values(fit: Fit) -> Evidence:
    """The evidence of the values alone: never enough to be used without asking."""
    return Evidence(FROM_VALUES if fit.verdict is Verdict.FOR else 0.0, fit.why)


def _join(name: str, values: str) -> str:
    return _("{name}, and {values}").format(name=name, values=values) if values else name


def _rounded(confidence: float) -> float:
    return round(min(max(confidence, 0.0), 1.0), 2)
