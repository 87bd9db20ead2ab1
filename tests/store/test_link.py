"""Links as people pass them on."""

import pytest

from cx.errors import UsageError
from cx.store.link import Link, read_link, saved_id

ALL = {"period": ["all"]}


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("", Link("", {})),
        ("/", Link("", {})),
        ("?period=all", Link("", ALL)),
        ("period=all", Link("", ALL)),
        ("experience", Link("experience", {})),
        ("/experience?period=all", Link("experience", ALL)),
        ("https://host:8501/experience?period=all", Link("experience", ALL)),
        ("https://host/below/experience?period=all", Link("experience", ALL)),
        ("https://host/?period=all", Link("", ALL)),
        ("period=all&f.region=North&f.region=S%C3%BCd", Link("", {**ALL, "f.region": ["North", "Süd"]})),
        ("/v/k3f9", Link("", {}, saved="k3f9")),
        ("v/k3f9", Link("", {}, saved="k3f9")),
        ("https://host/below/v/k3f9", Link("", {}, saved="k3f9")),
    ],
)
def test_every_form_of_a_link(text, link):
    assert read_link(text) == link


def test_a_value_with_a_slash_is_no_path():
    assert read_link("f.url=a/b").query == {"f.url": ["a/b"]}


@pytest.mark.parametrize("text", ["https://[x?period=all", "f.a=" + "x" * 9_000])
def test_what_is_no_link_is_refused_in_words(text):
    with pytest.raises(UsageError, match="link"):
        read_link(text)


def test_the_first_page_has_two_addresses():
    assert read_link("https://host/overview?period=all") == Link("", ALL)


@pytest.mark.parametrize(
    "text",
    [
        "k3f9",
        " k3f9 ",
        "/v/k3f9",
        "v/k3f9",
        "https://host/below/v/k3f9?lang=pl",
        "https://host/orders?period=all&view=k3f9",
    ],
)
def test_a_saved_view_is_meant_by_its_id_and_by_every_link_to_it(text):
    assert saved_id(text) == "k3f9"


@pytest.mark.parametrize("text", ["/orders?period=all", "https://host/orders", "period=all"])
def test_a_link_to_something_else_names_no_saved_view(text):
    with pytest.raises(UsageError, match="no link to a saved view"):
        saved_id(text)
