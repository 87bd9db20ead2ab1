"""Which of the things customers rate has most to do with the score, and how well is it rated?"""

from cx.charts.quadrants import points
from cx.language import _
from cx.metrics.base import Options
from cx.ui import cards, driver_charts, drivers, receipts
from cx.ui.choice import choose, chosen
from cx.ui.page import lead, open_page

page = open_page("drivers")
score = chosen("score", drivers.SCORES)
options = Options(score=score)
result = page.result(drivers.METRIC, options=options)
figures = page.judged(drivers.cards(result.rows, score))
drawn = points(drivers.named(result.rows))
lead(
    _("Drivers"),
    drivers.finding(result.rows, drawn, score),
    _("Which of the things customers rate has most to do with the score, and how well is it rated?"),
)
choose("score", _("Score to explain"), drivers.SCORES)
cards.row(page, figures)

if any(row.part for row in result.rows):
    with page.side_by_side(2):
        driver_charts.weights(page, result, drawn)
        driver_charts.against_performance(page, result, drawn)
    drivers.caveats(result)
    driver_charts.within_split(page, options)
elif not page.version.outdated:
    drivers.how_to_rate()
    drivers.caveats(result)
receipts.show(page)
