"""What may be set, and what is told otherwise."""

import pytest

from cx.errors import UsageError
from cx.settings import Settings


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [("minimum_n", "1", 1), ("churn_days", "3650", 3650), ("currency", "eur", "EUR"), ("currency", "", "")],
)
def test_values_within_the_bounds_are_taken(key, text, value):
    assert getattr(Settings().changed({key: text}), key) == value


@pytest.mark.parametrize(
    ("key", "text", "rule"),
    [
        ("minimum_n", "²", "from 1 to 100000"),
        ("minimum_n", "0", "from 1 to 100000"),
        ("minimum_n", "9" * 5000, "from 1 to 100000"),
        ("forward_days", "0", "from 1 to 3650"),
        ("churn_days", "3651", "from 1 to 3650"),
        ("churn_days", "-5", "from 1 to 3650"),
        ("currency", "euro", "three letters"),
        ("currency", "€", "three letters"),
        ("currency", "ÄÖÜ", "three letters"),
    ],
)
def test_values_outside_are_told_with_the_rule(key, text, rule):
    with pytest.raises(UsageError, match=rule):
        Settings().changed({key: text})
