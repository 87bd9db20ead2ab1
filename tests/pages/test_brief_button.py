"""The button of the brief takes what is chosen at the moment of the click."""

from cx.ui import jobs


def test_the_form_and_the_pages_are_those_chosen_when_the_button_is_clicked(show, monkeypatch):
    """On a busy machine the click comes before the run that follows a choice: both reach the server together."""
    started, really = [], jobs.start

    def start(folder, kind, asked, who):
        started.append((asked, really(folder, kind, asked, who)))
        return started[-1][1]

    monkeypatch.setattr(jobs, "start", start)
    app = show("value/orders")
    assert (app.radio(key="brief_form").value, app.radio(key="brief_pages").value) == ("pdf", "whole")
    app.radio(key="brief_form").set_value("html")
    app.radio(key="brief_pages").set_value("page")
    app.button(key="brief_make").click().run()
    (asked, job) = started[0]
    job.cancel()
    assert asked["form"] == "html"
    assert "/orders?" in asked["link"]
