"""Personal data are told by kind and by what becomes of them, and no finding shows any."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.ingest.patterns import is_card, is_iban, luhn
from tests.ingest.checks.told import reported

SECRETS = ("anna@example.com", "+49 30 1234567", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "192.168.17.4")
KINDS = ("e-mail addresses", "phone numbers", "payment card numbers", "bank account numbers (IBAN)", "IP addresses")


def told(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    report = reported(tmp_path, text)
    spoken = json.dumps([finding.to_json() for finding in report.findings], ensure_ascii=False)
    assert not any(secret in spoken for secret in (*SECRETS, "Anna Muster"))
    return [(finding.check, finding.status, finding.sentence) for finding in report.findings]


def test_columns_left_out_are_told_by_kind(tmp_path: Path) -> None:
    text = "customer_id,Full Name,Phone,Email,region\n1,Anna Muster,+49 30 1234567,anna@example.com,North\n"
    findings = told(tmp_path, text)
    listed = "2 columns hold personal data: names (Full Name); phone numbers (Phone)."
    assert ("personal_columns", "good", listed) in findings
    assert ("personal_hashed", "good", "1 value of “Email” is an e-mail address.") in findings


@pytest.mark.parametrize(
    ("secret", "kind"),
    list(zip(SECRETS, KINDS, strict=True)),
)
def test_personal_data_within_comments_are_found(tmp_path: Path, secret: str, kind: str) -> None:
    text = (
        f"response_id,customer_id,responded_at,nps,comment\n1,a,2026-01-05,9,fine\n2,b,2026-01-05,9,call {secret} now\n"
    )
    found = [sentence for check, _status, sentence in told(tmp_path, text) if check == "personal_in_text"]
    assert found == [f"1 value of “comment” holds {kind}."]


def test_other_long_numbers_are_no_cards(tmp_path: Path) -> None:
    text = (
        "response_id,customer_id,responded_at,nps,comment\n1,a,2026-01-05,9,parcel 4111 1111 1111 1112 of 2026-01-05\n"
    )
    assert told(tmp_path, text) == []


@pytest.mark.parametrize("number", ["4111111111111111", "5555 5555 5555 4444", "3782-822463-10005"])
def test_the_test_numbers_of_card_issuers_are_cards(number: str) -> None:
    assert is_card(number)


@pytest.mark.parametrize("number", ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000"])
def test_the_examples_of_the_iban_standard_are_ibans(number: str) -> None:
    assert is_iban(number)
    assert not is_iban(number[:-1] + str((int(number[-1]) + 1) % 10))


@given(st.integers(0, 10**14), st.integers(0, 9))
def test_one_check_digit_in_ten_is_right(number: int, wrong: int) -> None:
    right = [digit for digit in range(10) if luhn(f"{number}{digit}")]
    assert len(right) == 1
    assert luhn(f"{number}{wrong}") == (wrong == right[0])
