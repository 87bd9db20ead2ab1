"""What the tests of marts read, and the order they vary."""

import pandas as pd

from cx.store.reading import Version


def mart(version: Version, name: str, key: str) -> pd.DataFrame:
    return version.engine.query(f'SELECT * FROM mart."{name}" ORDER BY "{key}"').set_index(key)


def persons(version: Version) -> dict[str, int]:
    rows = version.engine.query("SELECT person, person_no FROM mart.customers")
    return dict(zip(rows["person"], rows["person_no"], strict=True))


def left_out(version: Version) -> dict[str, int]:
    rows = version.engine.query("SELECT reason, row_count FROM mart.left_out")
    return dict(zip(rows["reason"], rows["row_count"], strict=True))


def order(number: str, customer: str | None = "ann", day: str = "2026-01-05", amount: object = 10, **more: object):
    return {"order_id": number, "customer_id": customer, "ordered_at": day, "amount": amount, **more}
