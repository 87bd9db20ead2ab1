import threading

import pytest

from cx.language import N_, Words, _, language, ngettext, speak, speaking, unless_spoken
from cx.language import text as room

GREETING = Words({"hello": N_("hello")})


@pytest.fixture(autouse=True)
def polish(monkeypatch: pytest.MonkeyPatch):
    """A catalogue of one text, and nobody who has spoken before or speaks after."""

    class Catalogue(room.gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"hello": "cześć"}.get(message, message)

    plain = room.catalogue
    monkeypatch.setattr(room, "catalogue", lambda code: Catalogue() if code == "pl" else plain(code))
    monkeypatch.setattr(room, "_unless_spoken", room._unless_spoken)
    yield
    speak("en")


def elsewhere(ask):
    """What a function gives in a thread in which nobody has spoken yet."""
    found = []
    thread = threading.Thread(target=lambda: found.append(ask()))
    thread.start()
    thread.join()
    return found[0]


def test_a_text_is_in_the_language_spoken_when_it_is_looked_up():
    marked = N_("hello")
    assert (marked, _(marked), GREETING["hello"]) == ("hello", "hello", "hello")
    with speaking("pl"):
        assert (marked, _(marked), GREETING["hello"]) == ("hello", "cześć", "cześć")
        assert list(GREETING.items()) == [("hello", "cześć")]
    assert _(marked) == "hello"


def test_an_unknown_language_is_english():
    speak("tlh")
    assert (language(), _("hello"), ngettext("a row", "{n} rows", 2)) == ("en", "hello", "{n} rows")


def test_nobody_hears_what_another_thread_speaks():
    speak("pl")
    assert elsewhere(language) == "en"
    unless_spoken(lambda: "ja")
    assert elsewhere(language) == "ja"
    assert language() == "pl"


def test_words_joined_are_said_late_too():
    both = GREETING | Words({"bye": N_("bye")})
    with speaking("pl"):
        assert dict(both) == {"hello": "cześć", "bye": "bye"}
