"""`cx target`, `cx targets`, `cx annotate`, `cx annotations`: what figures should reach, and what happened when."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import click
from rich.table import Table as RichTable

from cx.cli.figures import read_filters, terminal
from cx.cli.past import person
from cx.errors import UsageError
from cx.language import _
from cx.language.terminal import line
from cx.metrics.registry import METRICS
from cx.store import marks as log
from cx.store.home import home
from cx.store.marks import Event, Mark, Segment, Target
from cx.store.versions import open_version
from cx.view_query import read_date

WHERE_HELP = "Only for this segment."
REVISION_HELP = "As they were at this revision, not the newest."

NUMBER = re.compile(r"(?P<number>[+-]?[0-9]+(?:\.[0-9]+)?)\s*(?P<percent>%)?")
NEGATIVE = re.compile(r"-[0-9].*")


class WithNegatives(click.Command):
    """A command whose arguments may be negative numbers: `cx target nps -10`, without the -- that else comes before."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments; there is no option that begins with a digit, so that -10 can only be a number."""
        ctx.ignore_unknown_options = any(map(NEGATIVE.fullmatch, args))
        return super().parse_args(ctx, args)


@click.command("target", cls=WithNegatives)
@click.argument("metric", required=False)
@click.argument("value", required=False)
@click.option("--where", metavar="DIM=VALUE", help=WHERE_HELP)
@click.option("--from", "first", metavar="DATE", help="First day it holds, year-month-day; by default it always did.")
@click.option("--until", "last", metavar="DATE", help="Last day it holds; by default it has no end.")
@click.option("--age", type=int, help="retention_curve, ltv_curve: the age in months it is for.")
@click.option("--per", type=click.Choice(("month", "quarter", "year")), help="Figures that grow with time: of what.")
@click.option("--currency", metavar="CODE", help="Of money: only figures in this currency.")
@click.option("--remove", metavar="ID", help="Take this target away.")
def target(
    metric: str | None,
    value: str | None,
    where: str | None,
    first: str | None,
    last: str | None,
    age: int | None,
    per: str | None,
    currency: str | None,
    remove: str | None,
) -> None:
    """Set what METRIC should reach (`cx target nps 45`, `cx target csat 80%`; it may be -10), or take a target away."""
    from cx.metrics.targets import check

    if remove:
        _removed(remove)
        return
    if metric is None or value is None:
        raise UsageError(_("a target needs a metric and a value."), mend=_("Write for example: cx target nps 45."))
    number, days = read_value(value, unit_of(metric)), (_day(first, "--from"), _day(last, "--until"))
    wanted = Target(metric, number, read_segment(where), *days, age, per, currency)
    put = log.put(home(), check(wanted, open_version(home())), who=person())
    click.echo(line(f"{put.id}: {said(put)} (revision {log.newest(home())})"))


@click.command("targets")
@click.option("--revision", type=int, help=REVISION_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def targets(revision: int | None, as_json: bool) -> None:
    """What figures should reach."""
    _listed(log.marks(home(), revision).targets, as_json)


@click.command("annotate")
@click.argument("day", metavar="DATE", required=False)
@click.argument("label", required=False)
@click.option("--where", metavar="DIM=VALUE", help=WHERE_HELP)
@click.option("--remove", metavar="ID", help="Take this event away.")
def annotate(day: str | None, label: str | None, where: str | None, remove: str | None) -> None:
    """Note what happened on a day (`cx annotate 2026-03-01 "price change"`): it stands on every chart over time."""
    from cx.metrics.targets import known_segment

    if remove:
        _removed(remove)
        return
    if day is None or label is None:
        raise UsageError(
            _("an event needs a date and a label."), mend=_("Write for example: cx annotate 2026-03-01 launch.")
        )
    segment = known_segment(read_segment(where), open_version(home()))
    put = log.put(home(), Event(read_date(day, where="DATE"), label, segment), who=person())
    click.echo(line(f"{put.id}: {said(put)} (revision {log.newest(home())})"))


@click.command("annotations")
@click.option("--revision", type=int, help=REVISION_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def events(revision: int | None, as_json: bool) -> None:
    """What happened when."""
    _listed(log.marks(home(), revision).events, as_json)


def unit_of(metric: str) -> str:
    """The unit of a metric; empty when there is none of that name, which is told where the target is checked."""
    return METRICS[metric].unit if metric in METRICS else ""


def read_value(text: str, unit: str) -> float:
    """`45`, `80%` -> 45, 0.8; UsageError when it is no number, or per cent of a figure that is no share."""
    found = NUMBER.fullmatch(text.strip())
    if found is None:
        told = _("“{text}” is not a number.").format(text=text[:40])
        raise UsageError(told, mend=_("Write for example 45, 0.8 or 80%."))
    if found["percent"] and unit != "share":
        told = _("“{text}” is a share, and this figure is none.").format(text=text[:40])
        raise UsageError(told, mend=_("Write the number without the per cent sign."))
    return float(found["number"]) / (100 if found["percent"] else 1)


def read_segment(text: str | None) -> Segment | None:
    """`region=North` -> the dimension and its value."""
    if text is None:
        return None
    (found,) = read_filters([text])
    if len(found.values) != 1:
        told = _("“{text}” is more than one segment.").format(text=text[:60])
        raise UsageError(told, where="--where", mend=_("Give one value."))
    return found.dimension, found.values[0]


def said(mark: Mark) -> str:
    """A mark in one line."""
    where = f" ({mark.where[0]} = {mark.where[1]})" if mark.where else ""
    if isinstance(mark, Event):
        return f"{mark.day} {mark.label}{where}"
    age = f" at month {mark.age}" if mark.age else ""
    value = " ".join(part for part in (f"{mark.value:g}", mark.currency, mark.per and f"a {mark.per}") if part)
    days = "".join(f", {word} {day}" for word, day in (("from", mark.first), ("until", mark.last)) if day)
    return f"{mark.metric}{age} should be {value}{where}{days}"


def _day(text: str | None, where: str) -> date | None:
    return read_date(text, where=where) if text else None


def _removed(mark_id: str) -> None:
    gone = log.remove(home(), mark_id, who=person())
    click.echo(line(f"{gone.id} is removed: {said(gone)} (revision {log.newest(home())})"))


def _listed(found: Sequence[Mark], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(mark) for mark in found], indent=1, default=str, ensure_ascii=False))
        return
    table = RichTable("id", "what", box=None)
    for mark in found:
        table.add_row(mark.id, line(said(mark)))
    terminal().print(table, markup=False)


COMMANDS = (target, targets, annotate, events)
