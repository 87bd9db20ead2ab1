"""The Definitions page holds everything a reader may ask the meaning of, is searched as one, and is linked to."""

from cx.ingest.formats import FORMATS
from cx.metrics.registry import METRICS
from cx.model import TABLES
from cx.settings import Settings
from cx.ui.definitions_of_files import recognised_by, title
from cx.ui.definitions_of_rules import SETTINGS, setting_names
from cx.ui.plain import plain

PAGE = "definitions/definitions"


def labels(app):
    return [e.label for e in app.expander]


def texts(app):
    return "\n".join(m.value for m in app.markdown)


def searched(show, words):
    return show(PAGE).text_input(key="definitions_search").set_value(words).run()


def test_every_metric_table_format_rule_and_setting_is_there(show):
    app = show(PAGE)
    assert not app.exception
    found = " ".join(labels(app))
    assert len([e for e in labels(app) if e.startswith("**")]) == len(METRICS) + len(TABLES) + len(FORMATS)
    assert all(f"**{plain(one.title)}**" in found for one in METRICS.values())
    assert all(f"**{plain(title(one))}**" in found for one in FORMATS.values())
    said = texts(app)
    assert all(f"**{plain(name)}**" in said for name in setting_names())
    assert set(SETTINGS) == set(Settings().to_text())
    assert "**Guest orders**" in said
    assert "Now: EUR." in said


def test_a_search_finds_exports_by_their_headers_and_fields_by_what_they_are_about(show):
    app = searched(show, "lineitem sku")
    assert [e for e in labels(app) if "Shopify orders" in e]
    assert not [e for e in labels(app) if "Churn" in e]
    app = searched(show, "refunded")
    assert [e for e in labels(app) if e.startswith("**orders**")]
    assert "keyed hash" in texts(searched(show, "keyed hash"))
    assert [i.value for i in searched(show, "nobody says this").info] == ["Nothing mentions this. Try a shorter word."]


def test_a_link_opens_its_metric_first_and_only_once(show):
    app = show(PAGE, metric="churn_rate")
    (first, *others) = [e for e in app.expander if e.label.startswith("**")]
    assert first.label.startswith("**Churn rate**")
    assert first.proto.expanded
    assert not [e for e in others if e.label.startswith("**Churn rate**")]


def test_a_metric_that_does_not_exist_is_told(show):
    app = show(PAGE, metric="happiness")
    assert "metric cannot be “happiness”" in texts(app)
    assert len(labels(app)) >= len(METRICS)


def test_what_an_export_is_recognised_by_reads_as_a_sentence():
    said = recognised_by(FORMATS["shopify_orders"].signature)
    assert said.startswith("name; at least 3 of lineitem_name, ")
    assert said.endswith("; none of order_id, deal_name")
