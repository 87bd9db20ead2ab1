"""The forms that values of a column have: numbers, times, sentences, and what belongs to a person."""

from __future__ import annotations

from cx.ingest.cells import EMAIL
from cx.ingest.patterns import PATTERNS as PERSONAL

CLOCK = r"(?:[T ,]+\d{1,2}:\d{2}.*)?$"
ISO = r"^\d{4}-\d{2}-\d{2}" + CLOCK
WORD = r"[^\d\s.,;:@/_-]"
"""A letter, cheaply: the class of all letters of all scripts takes longer to compile than everything else."""
DATES = (
    r"^\d{1,4}([-/.])\d{1,2}[-/.]\d{1,4}\.?" + CLOCK,
    rf"^(?:{WORD}+\.?, )?\d{{1,2}}(?:st|nd|rd|th|\.)?[ -]?(?:de )?{WORD}{WORD}{WORD}+\.?(?:[ ,-]|de )*\d{{2,4}}"
    + CLOCK,
    rf"^{WORD}{WORD}{WORD}+\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}" + CLOCK,
    r"^\d{2,4}年\d{1,2}月\d{1,2}日",
)
SIGN = r"(?:\p{Sc}|[A-Z]{0,2}\$|[A-Z]{3} |kr\.?|zł|円|Fr\.?)"
PHONE = r"0\d(?:[ .]\d\d){4}|0\d{1,4}-\d{2,4}-\d{4}"
"""A phone number as a whole value, in the forms that would be anything within a text."""
STREET = (
    r"(?i)^(?:\d+[a-z]?,? .*"
    r"(?:\b(?:street|st|road|rd|avenue|ave|lane|drive|boulevard|blvd|rue|place|all[ée]e|chemin)\b)"
    r"|(?:rue|calle|c/|avenida|av\.|plaza|rua|travessa|ul\.|ulica|aleja|al\.|via|avenue|boulevard)\s.*\d"
    r"|.*(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring)\s*\d+|.*丁目|.*\d番地)"
)
SURNAMES = (
    "佐藤|鈴木|高橋|田中|伊藤|渡辺|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|清水|斎藤|斉藤|山崎|阿部|池田|橋本|石川"
    "|前田|藤田|小川|岡田|後藤|長谷川|村上|近藤|坂本|遠藤|青木|藤井|西村|福田|太田|三浦|藤原|岡本|松田|中島|中野|原田|小野|田村|竹内"
)
IN_JAPANESE = rf"^(?:{SURNAMES})[\s　]?[^\s\d県都道府市区町村]{{1,4}}$"
NUMBER = rf"^\(?[-+−]?\s*{SIGN}?\s*[-+−]?\d[\d.,'’\s]*\s*(?:%|\p{{Sc}}|[A-Z]{{3}}|kr\.?|zł|円)?\)?-?$"
_OF = {pattern.kind: pattern.form for pattern in PERSONAL}
PATTERNS = {
    "emails": EMAIL,
    "iso": ISO,
    "numbers": NUMBER,
    "integers": r"^[-+]?\d{1,18}(?:[.,]0+)?$",
    "decimals": r"^[^.,]*\d[.,]\d{1,2}\D*$",
    "compact": r"^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{6})?$",
    "epochs": r"^[12]\d{9}(?:\d{3})?(?:\.\d+)?$",
    "serials": r"^[2-5]\d{4}(?:[.,]\d+)?$",
    "digits": r"\d",
    "blanks": r"\s",
    "sentences": r"\S\s+\S+\s+\S+\s+\S",
    "people": rf"^{WORD}[^\d\s;:@/_]+,? {WORD}[^\d;:@/_]+$",
    "clocks": r"^\d{1,3}:\d{2}",
    "streets": STREET,
    "phones": rf"^(?:{PHONE}|{_OF['phone']})$",
    **{f"{kind}s": rf"^(?:{_OF[kind]})$" for kind in ("card", "iban", "ip")},
}
"""Share of a column -> the form that its values have."""
TOWN = r"^(?:san|santa|santo|sankt|sao|saint|st\.?|los|las|el|la|le|bad|port|fort|new) "
"""How towns begin that are called after somebody."""
FEW_WORDS = rf"^{WORD}+,?(?: {WORD}+\.?){{1,3}}$"
