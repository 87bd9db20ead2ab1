from cx.metrics.registry import METRICS
from cx.ui import sparkline
from cx.ui.changes import Card, Judged
from tests.charts.rows import row


def test_the_line_on_a_card_is_told_in_words():
    card = Judged(Card("nps", "NPS"), METRICS["nps"], row(44.0, unit="points"), None, (36.0, 23.0, 50.0, 44.0))
    assert sparkline.in_words(card) == "NPS over 4 whole periods: from +36 to +44, between +23 and +50."
