import re
from pathlib import Path

import pytest

from cx.language import speaking
from cx.language import text as room
from cx.marts import reason_words

FOLDER = Path(reason_words.__file__).parent
SPOKEN = ("left_out.sql", "prepare/strangers.sql", "prepare/email_verdicts.sql")


@pytest.mark.parametrize("name", SPOKEN)
def test_every_reason_that_the_marts_give_has_words(name):
    texts = re.findall(r"'([^']*)'", (FOLDER / name).read_text(encoding="utf-8"))
    reasons = [text for text in texts if len(text) > 20 and "“" not in text and "”" not in text]
    assert reasons
    assert not set(reasons) - reason_words.REASONS


def test_reasons_are_said_with_their_values(monkeypatch):
    class Shouting(room.gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return (
                message.upper()
                .replace("{STATUS}", "{status}")
                .replace("{TABLE}", "{table}")
                .replace("{AMOUNT}", "{amount}")
            )

    monkeypatch.setattr(room, "catalogue", lambda _code: Shouting())
    with speaking("pl"):
        assert reason_words.said("order lines without an amount") == "ORDER LINES WITHOUT AN AMOUNT"
        assert reason_words.said("status “void” does not count as an order (amount -12.50)") == (
            "STATUS “void” DOES NOT COUNT AS AN ORDER (AMOUNT -12.50)"
        )
        told = reason_words.said("earlier rows of orders that a later row with the same key replaced")
        assert told == "EARLIER ROWS OF ORDERS THAT A LATER ROW WITH THE SAME KEY REPLACED"
        assert reason_words.said("what an earlier release wrote") == "what an earlier release wrote"
