"""Personal data within text are masked before anything is stored or shown: addresses, cards, accounts, telephones.

The rule, in this order: every e-mail address; what is proven by its check digits to be an IBAN or a payment card; what
is grouped as a telephone number (see patterns). Order numbers, dates and amounts stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from cx.engines.base import Workspace
from cx.ingest.cells import literal
from cx.ingest.emails import MASK, WITHIN, has_address
from cx.ingest.patterns import CARD, CARD_PREFIXES, CODE_OR_PHONE, DATE, IBAN, PATTERNS, PHONE
from cx.ingest.staged import TEXT
from cx.language import Words

FORMS = {"iban": IBAN, "card": CARD, "phone": CODE_OR_PHONE}
"""Kind -> form of its candidates, in the order in which they are masked: an account holds what looks like the rest."""
MASKS = {"email": MASK, "iban": "(account)", "card": "(card)", "phone": "(phone)"}
SHORTEST = 8
"""Nothing that is masked has fewer signs."""
CANDIDATE = "|".join(FORMS.values())
PROVEN_AT_LEAST = 0.5
"""Where fewer of a column's candidates prove right, they are other numbers: one in ten fits Luhn by chance."""
TITLES = Words({pattern.kind: pattern.title for pattern in PATTERNS})
ADDRESS = re.compile(WITHIN.replace(r"\pL", r"[^\W\d_]"))
_PROVEN = {pattern.kind: pattern.proven for pattern in PATTERNS}


def masked(text: str, kinds: Collection[str] = tuple(MASKS)) -> str:
    """SQL of a text with a mask in place of all personal data of these kinds within it."""
    masking = text
    if "email" in kinds:
        masking = f"regexp_replace({text}, {literal(WITHIN)}, {literal(MASK)}, 'g')"
    for number, kind in enumerate(k for k in FORMS if k in kinds):
        # A name for what is masked so far, so that it is written and worked out once.
        masking = f"list_transform([{masking}], lambda text{number}: {without(kind, f'text{number}')})[1]"
    return f"CASE WHEN {may_hold(text)} THEN {masking} ELSE {text} END"


def may_hold(text: str) -> str:
    """SQL of whether a text holds an address or a candidate of anything else that is masked."""
    long = f"length({text}) >= {SHORTEST}"
    return f"(contains({text}, '@') OR ({long} AND regexp_matches({text}, {literal(CANDIDATE)})))"


def holds(kind: str, text: str) -> str:
    """SQL of whether a text holds personal data of a kind, of which what is masked before it is no part."""
    before = list(MASKS)[: list(MASKS).index(kind)]
    return f"({masked(text, [*before, kind])} <> {masked(text, before)})" if before else has_address(text)


def held(text: str, workspace: Workspace) -> dict[str, int]:
    """Kind -> how many cells of a column hold such data; left out are numbers that only look like cards or accounts.

    text: SQL of a cell's text over the staged rows.
    """
    checked = [pattern.kind for pattern in PATTERNS if pattern.checked]
    counts = [f"coalesce(sum(n) FILTER ({holds(kind, 'v')}), 0) AS {kind}" for kind in MASKS]
    counts += [f"sum(n) FILTER (regexp_matches(v, {literal(FORMS[kind])})) AS like_{kind}" for kind in checked]
    row = workspace.query(
        f"SELECT {', '.join(counts)} FROM (SELECT v, count(*) AS n FROM (SELECT {text} AS v FROM {TEXT}) "
        f"WHERE {may_hold('v')} GROUP BY v)"
    ).iloc[0]
    found = {kind: int(row[kind]) for kind in MASKS if int(row[kind])}
    return {
        kind: n for kind, n in found.items() if kind not in checked or n >= PROVEN_AT_LEAST * int(row[f"like_{kind}"])
    }


def without(kind: str, text: str) -> str:
    """SQL of a text with a mask for every proven candidate of one kind (iban, card, phone); text is a name."""
    found = f"regexp_extract_all({text}, {literal(FORMS[kind])})"
    if kind == "iban":
        found = f"list_transform({found}, lambda c: list_filter({_beginnings('c')}, lambda b: {_proven(kind, 'b')})[1])"
        right = f"list_filter({found}, lambda c: c IS NOT NULL)"
    else:
        right = f"list_filter({found}, lambda c: {_proven(kind, 'c')})"
    return f"list_reduce(list_prepend({text}, {right}), lambda r, c: replace(r, c, {literal(MASKS[kind])}))"


def mask(text: str) -> str:
    """The same of a text in Python."""
    text = ADDRESS.sub(MASK, text)
    for kind, form in FORMS.items():
        for candidate in re.findall(form, text, re.ASCII):
            proven = _PROVEN[kind]
            begins = beginnings(candidate) if kind == "iban" else [candidate]
            if right := next((b for b in begins if proven is None or proven(b)), None):
                text = text.replace(right, MASKS[kind])
    return text


def beginnings(candidate: str) -> list[str]:
    """A candidate and its beginnings up to a blank, the longest first: words in capitals may stand behind it."""
    words = candidate.split(" ")
    return [" ".join(words[:n]) for n in range(len(words), 0, -1)]


def _beginnings(text: str) -> str:
    words = f"string_split({text}, ' ')"
    return f"list_transform(range(len({words}), 0, -1), lambda n: array_to_string({words}[1:n], ' '))"


def _proven(kind: str, text: str) -> str:
    """SQL of whether a candidate is what it looks like; see the functions of patterns."""
    if kind == "phone":
        whole = f"regexp_full_match({text}, {literal(PHONE)})"
        return f"{whole} AND NOT regexp_matches({text}, {literal(DATE)})"
    if kind == "card":
        digits = f"regexp_replace({text}, '[^0-9]', '', 'g')"
        digit = f"CAST(reverse({digits})[i] AS INTEGER)"
        doubled = f"CASE WHEN i % 2 = 1 THEN {digit} ELSE {digit} * 2 - CASE WHEN {digit} > 4 THEN 9 ELSE 0 END END"
        total = f"list_sum(list_transform(range(1, length({digits}) + 1), lambda i: {doubled}))"
        return f"regexp_full_match({digits}, {literal(CARD_PREFIXES.pattern)}) AND {total} % 10 = 0"
    bare = f"upper(replace({text}, ' ', ''))"
    code = "CASE WHEN s BETWEEN '0' AND '9' THEN ascii(s) - 48 ELSE ascii(s) - 55 END"
    codes = f"list_transform(string_split({bare}[5:] || {bare}[:4], ''), lambda s: {code})"
    rest = f"list_reduce({codes}, lambda a, x: (a * CASE WHEN x > 9 THEN 100 ELSE 10 END + x) % 97)"
    return f"length({bare}) BETWEEN 15 AND 34 AND {rest} = 1"
