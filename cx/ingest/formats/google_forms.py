"""Google Forms, responses: a time and one column per question, in seven languages; there is no id."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Head, Header, Part, Signature, name_of
from cx.ingest.formats.questions import means, shown
from cx.language import N_

TIME = "timestamp|zeitstempel|horodateur|marca_temporal|carimbo_de_data_hora|sygnatura_czasowa|タイムスタンプ"
EMAIL = (
    "email_address|email|e_mail_adresse|adresse_e_mail|dirección_de_correo_electrónico|correo_electrónico|"
    "endereço_de_e_mail|adres_e_mail|メールアドレス|username|nutzername"
)
SCORE = "score|punktzahl|punkte|note_totale|puntuación|pontuação|wynik|スコア"
WORDS = 4
"""A header of so many words is a question, not a name."""


def header(head: Head) -> Header | None:
    """The questions; None when no header besides the time reads like one, since many logs have a "timestamp"."""
    names = head[0] if head else ()
    asked = [name for name in names if name_of(name) not in f"{TIME}|{EMAIL}|{SCORE}".split("|")]
    if len(asked) == len(names) or not any(map(_asks, asked)):
        return None
    return Header(1, shown(names), tuple(names))


def _asks(name: str) -> bool:
    return (
        name.rstrip(" *").endswith(("?", "\uff1f"))
        or len(name.split()) >= WORDS
        or (len(name) > len("満足度を教えて") and any(means(score, name) for score in ("nps", "csat", "ces")))
    )


ANSWERS = Part(
    "surveys",
    {
        "responded_at": TIME,
        "customer_id": "customer_id|customer_number|kundennummer|numéro_de_client|número_de_cliente|numer_klienta",
        "order_id": "order_number|order_id|bestellnummer|numéro_de_commande|número_de_pedido|numer_zamówienia",
        "email": EMAIL,
    },
    asks=True,
)

FORMAT = Format(
    "google_forms",
    N_("a Google Forms responses export"),
    Signature(
        (TIME,), never=("respondent_id", "network_id", "response_id", "#", "customer_name", "event", "event_type")
    ),
    (ANSWERS,),
    ignored=(SCORE,),
    header=header,
)
