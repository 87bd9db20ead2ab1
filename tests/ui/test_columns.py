"""What a person says of a file's columns: a field moves, a column is kept or left out, and nothing else changes."""

from cx.ingest.options import LoadOptions, Proposal
from cx.ui.columns import KEEP, LEAVE, clashing, confidence, taken_for, with_choices

COLUMNS = (
    Proposal(1, "Order", "order_id", "field", 1.0, "its name"),
    Proposal(2, "Total", "amount", "field", 0.8, "its name"),
    Proposal(3, "Net", None, "dimension", 0.5, "nothing fits"),
    Proposal(4, "Phone", None, "personal", 0.9, "its name"),
)
AS_THEY_ARE = [taken_for(p) for p in COLUMNS]


def said(*changes: tuple[int, str], given: LoadOptions = LoadOptions()) -> LoadOptions:  # noqa: B008
    chosen = list(AS_THEY_ARE)
    for number, choice in changes:
        chosen[number - 1] = choice
    return with_choices(COLUMNS, chosen, given)


def test_what_was_not_touched_is_not_said():
    assert AS_THEY_ARE == ["order_id", "amount", "dimension", "personal"]
    assert said() == LoadOptions()


def test_a_field_moves_to_another_column():
    assert said((3, "amount"), (2, KEEP)) == LoadOptions(maps={"amount": "3"}, columns={"2": "dimension"})


def test_a_field_that_loses_its_column_stays_empty():
    assert said((2, LEAVE)) == LoadOptions(maps={"amount": ""}, columns={"2": "unused"})


def test_two_fields_change_places():
    assert said((1, "amount"), (2, "order_id")).maps == {"order_id": "2", "amount": "1"}


def test_a_later_word_on_a_column_replaces_the_earlier_one():
    before = LoadOptions(columns={"3": "unused"})
    assert said((3, "amount"), given=before).columns == {}


def test_a_field_chosen_twice_is_told_but_not_one_that_was_found_twice():
    assert clashing(COLUMNS, ["order_id", "amount", "amount", "personal"]) == ["amount"]
    assert clashing(COLUMNS, AS_THEY_ARE) == []
    assert clashing(COLUMNS, ["order_id", "amount", LEAVE, LEAVE]) == []


def test_confidence_in_a_word():
    words = [confidence(share) for share in (1.0, 0.9, 0.89, 0.6, 0.1)]
    assert words == ["sure", "sure", "likely", "likely", "a guess"]
