"""The health of the data on the page: the summary first, then months, match rates, freshness and refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.pages.conftest import Show
from tests.pages.test_pages import texts


def an_order(number: int, customer: str | None, day: str) -> dict[str, object]:
    return {"order_id": f"o{number}", "customer_id": customer, "ordered_at": day, "amount": 10}


def an_answer(number: int, customer: str, day: str) -> dict[str, object]:
    return {"response_id": f"r{number}", "customer_id": customer, "responded_at": day, "nps": 9}


def test_what_needs_a_look_comes_first_with_the_figures_it_bears_on(show: Show, tiny_home: Callable[..., Path]) -> None:
    home = tiny_home(
        orders=[an_order(1, "a", "2026-01-05"), an_order(2, None, "2026-03-05")],
        surveys=[an_answer(n, "a" if n else "stranger", "2026-03-01") for n in range(10)],
    )
    app = show("data/data", home=home, show="health")
    assert not app.exception
    said = texts(app)
    # Half of the orders have no customer, one of three months has none, and 1 of 10 answers names a stranger. 1 of 2
    # orders is a guest's, 2 of 10 rows; the answers stop four days before the orders, which is no gap of ten rows.
    assert said.index("need a look") < said.index("Months without any row")
    assert "orders: 1 month" in said
    assert "Bears on" in said
    assert "**Match rate: rows that find their customer**" in said
    (rates, fresh) = (app.dataframe[0].value, app.dataframe[1].value)
    assert list(rates["matched"]) == [50.0, 90.0]
    assert list(rates["unknown customer"]) == [0, 1]
    assert dict(zip(fresh["table"], fresh["days behind"], strict=True)) == {"orders": 0, "responses": 4}


def test_a_store_without_anything_says_so_and_draws_no_chart(show: Show, tmp_path: Path) -> None:
    app = show("data/data", home=tmp_path / "none", show="health")
    assert not app.exception
    assert "nothing is loaded" in texts(app)
    assert len(app.dataframe) == 0


def test_names_of_files_and_reasons_are_shown_as_they_are(show: Show, tiny_home: Callable[..., Path]) -> None:
    """A status is text of a file, and comes back in a reason."""
    orders = [an_order(n, "a", "2026-01-05") | {"status": "paid"} for n in range(3)]
    home = tiny_home(orders=[*orders, an_order(9, "a", "2026-01-06") | {"status": "**Void**"}])
    app = show("data/data", home=home, show="health")
    assert not app.exception
    assert "****" not in texts(app)
