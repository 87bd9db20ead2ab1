"""Names of months and weekdays in seven languages, as they stand in dates."""

from __future__ import annotations

import unicodedata

from cx.ingest.cells import literal

MONTHS: tuple[str, ...] = (
    # English, German, French, Spanish, Portuguese, Polish (as in a date, and by itself); without accents.
    "january januar janner jenner janvier janv enero ene janeiro jan stycznia styczen sty",
    "february februar feber fevrier fevr fev febrero feb fevereiro lutego luty lut",
    "march marz maerz mrz mars marzo mar marco marca marzec",
    "april avril avr abril abr apr kwietnia kwiecien kwi",
    "may mai mayo maio maja maj",
    "june juni juin junio jun junho czerwca czerwiec cze",
    "july juli juillet juil julio jul julho lipca lipiec lip",
    "august aug aout aou agosto ago sierpnia sierpien sie",
    "september sept sep septembre septiembre set setiembre setembro wrzesnia wrzesien wrz",
    "october oktober okt oct octobre octubre outubro out pazdziernika pazdziernik paz",
    "november nov novembre noviembre novembro listopada listopad lis",
    "december dezember dez dec decembre decem diciembre dic dezembro grudnia grudzien gru",
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag "
    "dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lundi mardi mercredi jeudi "
    "vendredi samedi dimanche lun mar mer jeu ven sam dim lunes martes miercoles jueves viernes sabado domingo mie "
    "jue vie sab dom segunda segunda-feira terca terca-feira quarta quarta-feira quinta quinta-feira sexta sexta-feira "
    "seg ter qua qui sex poniedzialek wtorek sroda czwartek piatek sobota niedziela pon pn wt sr czw cz pt sob "
    "sb niedz nd"
)
WEEKDAYS = frozenset(_WEEKDAYS.split())
_NUMBER = {word: number for number, words in enumerate(MONTHS, start=1) for word in words.split()}


def plain_word(word: str) -> str:
    """A word in lower case without accents: "Août" becomes "aout"."""
    text = unicodedata.normalize("NFKD", word.lower()).replace("ł", "l")
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def month_of(word: str) -> int | None:
    """The month that a word names, 1 to 12; None when it names none."""
    return _NUMBER.get(plain_word(word).rstrip("."))


def without_day(low: str) -> str:
    """SQL of whether a lowered text names a month, a quarter, a week or a year and no day."""
    names = "|".join(sorted({*_NUMBER}, key=len, reverse=True))
    forms = (
        r"(?:19|20)[0-9]{2}(?:[-/. ]?(?:q[1-4]|w[0-9]{1,2}))?",
        r"(?:19|20)[0-9]{2}[-/. ](?:0?[1-9]|1[0-2])",
        r"(?:0?[1-9]|1[0-2])[-/. ](?:19|20)[0-9]{2}",
        r"(?:q[1-4]|w[0-9]{1,2})[-/. ]?(?:19|20)[0-9]{2}",
        rf"(?:{names})[-/. ]*(?:de |del )?(?:[0-9]{{4}}|'?[0-9]{{2}})",
        rf"(?:19|20)[0-9]{{2}}[-/. ]*(?:{names})\.?",
        r"(?:19|20)[0-9]{2}年[0-9]{1,2}月",
    )
    return f"regexp_full_match(strip_accents({low}), {literal('|'.join(forms))})"


def is_weekday(word: str) -> bool:
    """Whether a word names a day of the week."""
    return plain_word(word).rstrip(".") in WEEKDAYS
