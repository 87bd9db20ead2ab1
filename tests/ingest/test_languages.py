"""Files as analysts of seven languages have them: every header finds its field, and personal columns stay out."""

import csv
import io

import pytest

from cx.ingest.headers import normalised
from cx.ingest.spelling import one_slip_apart, plain, run_together
from cx.ingest.vocabulary import vocabulary
from cx.model import TABLES
from tests.ingest.recognising import see

ORDER_VALUES = ("B-1001", "K-7", "2026-01-05", "19,90", "EUR", "3.10", "Ann Lee")
ORDER_FIELDS = ("order_id", "customer_id", "ordered_at", "amount", "currency", "refunded_amount", None)
ORDERS = {
    "English": (
        "Order No.",
        "Customer ID",
        "Order Date",
        "Total Amount",
        "Currency",
        "Refunded Amount",
        "Customer Name",
    ),
    "German": (
        "Bestell-Nr.",
        "Kundennummer",
        "Bestelldatum",
        "Gesamtbetrag",
        "Währung",
        "Rückerstattung",
        "Kundenname",
    ),
    "German, plain": (
        "BESTELLNUMMER",
        "KUNDEN-NR",
        "bestelldatum",
        "BETRAG",
        "Waehrung",
        "rueckerstattung",
        "NACHNAME",
    ),
    "French": (
        "N° de commande",
        "Identifiant client",
        "Date de la commande",
        "Montant total",
        "Devise",
        "Montant remboursé",
        "Nom",
    ),
    "French, plain": ("numero_commande", "id_client", "DATE COMMANDE", "MONTANT", "devise", "Remboursement", "Prenom"),
    "Spanish": ("Número de pedido", "ID de cliente", "Fecha de pedido", "Importe", "Moneda", "Reembolso", "Apellidos"),
    "Spanish, plain": (
        "Nº pedido",
        "codigo_cliente",
        "fecha",
        "IMPORTE TOTAL",
        "divisa",
        "importe reembolsado",
        "nombre",
    ),
    "Portuguese": (
        "Número do pedido",
        "Código do cliente",
        "Data do pedido",
        "Valor total",
        "Moeda",
        "Reembolso",
        "Nome",
    ),
    "Portuguese, plain": ("numero_pedido", "id_cliente", "DATA", "valor", "moeda", "valor_reembolsado", "Sobrenome"),
    "Polish": ("Numer zamówienia", "ID klienta", "Data zamówienia", "Kwota", "Waluta", "Kwota zwrotu", "Nazwisko"),
    "Polish, plain": (
        "nr zamowienia",
        "numer_klienta",
        "DATA ZAMOWIENIA",
        "wartosc zamowienia",
        "waluta",
        "zwrot",
        "imie i nazwisko",
    ),
    "Japanese": ("注文番号", "顧客ID", "注文日", "金額", "通貨", "返金額", "氏名"),
    "Japanese, wide": ("受注番号", "会員番号", "購入日時", "合計金額", "通貨コード", "返金", "お名前"),
}


def text_of(headers: tuple[str, ...], values: tuple[str, ...]) -> str:
    """A file of one row."""
    out = io.StringIO()
    csv.writer(out).writerows([headers, values])
    return out.getvalue()


@pytest.mark.parametrize("language", list(ORDERS))
def test_orders_in_every_language(language: str) -> None:
    headers = ORDERS[language]
    seen = see(text_of(headers, ORDER_VALUES))
    wanted = {field: header for field, header in zip(ORDER_FIELDS, headers, strict=True) if field}
    assert (seen.table, seen.fields, seen.personal, seen.questions) == ("orders", wanted, [headers[-1]], [])


SURVEY_VALUES = ("R1", "K-7", "2026-01-05 10:00", "9", "4", "nice and fast, thank you", "0170 1")
SURVEY_FIELDS = ("response_id", "customer_id", "responded_at", "nps", "csat", "comment", None)
SURVEYS = {
    "German": (
        "Antwort-ID",
        "Kunden-Nr.",
        "Beantwortet am",
        "Weiterempfehlung",
        "Zufriedenheit",
        "Kommentar",
        "Telefon",
    ),
    "French": (
        "ID réponse",
        "ID client",
        "Date de réponse",
        "Recommandation",
        "Satisfaction globale",
        "Commentaire",
        "Téléphone",
    ),
    "Spanish": (
        "ID respuesta",
        "ID cliente",
        "Fecha de respuesta",
        "Recomendación",
        "Satisfacción",
        "Comentario",
        "Teléfono",
    ),
    "Portuguese": (
        "ID da resposta",
        "ID do cliente",
        "Data da resposta",
        "Recomendação",
        "Satisfação",
        "Comentário",
        "Telefone",
    ),
    "Polish": (
        "ID odpowiedzi",
        "ID klienta",
        "Data odpowiedzi",
        "Polecenie",
        "Satysfakcja",
        "Komentarz",
        "Numer telefonu",
    ),
    "Japanese": ("回答ID", "顧客番号", "回答日時", "推奨度", "満足度", "コメント", "電話番号"),
}


@pytest.mark.parametrize("language", list(SURVEYS))
def test_surveys_in_every_language(language: str) -> None:
    headers = SURVEYS[language]
    seen = see(text_of(headers, SURVEY_VALUES))
    wanted = {field: header for field, header in zip(SURVEY_FIELDS, headers, strict=True) if field}
    assert (seen.table, seen.fields, seen.personal) == ("surveys", wanted, [headers[-1]])


CONTACT_FIELDS = ("contact_id", "customer_id", "opened_at", "closed_at", "channel", "reason")
CONTACTS = {
    "German": ("Ticket-Nr.", "Kundennummer", "Eröffnet am", "Gelöst am", "Kanal", "Anliegen"),
    "French": ("Numéro de ticket", "Code client", "Date d'ouverture", "Date de clôture", "Canal", "Motif"),
    "Spanish": ("Número de caso", "Código cliente", "Fecha de apertura", "Fecha de cierre", "Canal", "Motivo"),
    "Portuguese": (
        "Número do chamado",
        "Código do cliente",
        "Data de abertura",
        "Data de encerramento",
        "Canal",
        "Motivo",
    ),
    "Polish": ("Numer zgłoszenia", "Numer klienta", "Data otwarcia", "Data zamknięcia", "Kanał", "Powód"),
    "Japanese": ("問い合わせ番号", "顧客ID", "受付日時", "解決日時", "チャネル", "問い合わせ種別"),
}


@pytest.mark.parametrize("language", list(CONTACTS))
def test_contacts_in_every_language(language: str) -> None:
    headers = CONTACTS[language]
    seen = see(text_of(headers, ("T1", "K-7", "2026-01-05", "2026-01-06", "chat", "billing")))
    assert (seen.table, seen.fields) == ("contacts", dict(zip(CONTACT_FIELDS, headers, strict=True)))


CUSTOMERS = {
    "German": ("Kundennummer", "Vorname", "E-Mail-Adresse", "Bundesland", "Registriert am", "Straße"),
    "French": ("Numéro client", "Prénom", "Adresse e-mail", "Région", "Date d'inscription", "Rue"),
    "Spanish": ("ID cliente", "Nombre", "Correo electrónico", "Provincia", "Fecha de alta", "Calle"),
    "Portuguese": ("Código do cliente", "Nome", "Correio eletrônico", "Estado", "Data de cadastro", "CEP"),
    "Polish": ("Numer klienta", "Imię", "Adres e-mail", "Województwo", "Data rejestracji", "Ulica"),
    "Japanese": ("顧客番号", "氏名", "メールアドレス", "都道府県", "登録日", "住所"),
}


@pytest.mark.parametrize("language", list(CUSTOMERS))
def test_customers_in_every_language_leave_people_out(language: str) -> None:
    headers = CUSTOMERS[language]
    seen = see(text_of(headers, ("K-7", "Ann", "ann@example.com", "North", "2026-01-05", "Main 1")))
    fields = {"customer_id": headers[0], "email": headers[2], "signed_up_at": headers[4], "region": headers[3]}
    assert (seen.table, seen.fields) == ("customers", fields)
    assert seen.personal == [headers[1], headers[5]]
    shown = {p.header: p.examples for p in seen.proposals}
    assert (shown[headers[1]], shown[headers[2]]) == (("xxx",), ("(e-mail)",))


def test_lines_and_subscriptions_in_other_languages() -> None:
    lines = see("Rechnungsnr.;Artikelbezeichnung;Menge;Einzelpreis\n1;Mug;2;2,50\n1;Lamp;1;9,00\n")
    assert (lines.table, list(lines.fields)) == ("order_lines", ["order_id", "product", "quantity", "unit_price"])
    periods = see("契約番号,顧客番号,契約開始日,解約日,月額\nS1,K7,2026-01-01,,900\n")
    assert list(periods.fields) == ["subscription_id", "customer_id", "started_at", "ended_at", "mrr"]


def test_a_file_name_is_a_hint_in_any_language() -> None:
    text = "id,email,created_at\n1,a@b.de,2026-01-05\n"
    assert see(text, name="Kundenliste 2026.csv").table == "customers"
    assert see(text, name="2026年 顧客一覧.csv").table == "customers"


@pytest.mark.parametrize(
    ("header", "name"),
    [("Währung", "wahrung"), ("ZAMÓWIENIA", "zamowienia"), ("Łódź", "lodz"), ("Straße", "strasse"), ("ガス", "ガス")],
)
def test_accents_are_folded_and_kana_are_not(header: str, name: str) -> None:
    assert plain(header) == name


def test_spellings_that_mean_the_same_are_one() -> None:
    assert run_together(plain("N° de la commande")) == run_together("numero_commande") == "nrcommande"
    assert run_together(plain("Bestell-Nr.")) == run_together("bestellnummer") == "bestellnr"


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("custmer_id", "customer_id", True),
        ("amuont", "amount", True),
        ("arr_amount", "mrr_amount", False),
        ("address_1", "address_2", False),
        ("amount", "amount", False),
        ("quantity", "quality", False),
    ],
)
def test_a_slip_is_one_letter_of_a_long_word(one: str, other: str, slip: bool) -> None:
    assert one_slip_apart(one, other) is one_slip_apart(other, one) is slip


def test_every_language_names_every_field_and_no_name_means_two_fields_at_once() -> None:
    words = vocabulary()
    for name, table in TABLES.items():
        for language in ("German", "French", "Spanish", "Portuguese", "Polish", "Japanese"):
            named = {s.field for found in words.tables[name].names.values() for s in found if s.language == language}
            assert named == set(table.names), (name, language)
        clashes = {
            (spelling, synonym.language)
            for spelling, found in words.tables[name].names.items()
            for synonym in found
            if len({s.field for s in found if s.language == synonym.language}) > 1
        }
        assert clashes == set(), name


@pytest.mark.parametrize(
    "header", ["Produktname", "nombre_producto", "campaign_name", "Kampagne", "商品名", "nazwa_produktu"]
)
def test_names_of_things_are_not_personal(header: str) -> None:
    assert not vocabulary().is_personal(normalised(header))


@pytest.mark.parametrize(
    "header", ["Lieferadresse", "Teléfono móvil", "Code postal", "data urodzenia", "ご住所", "Kontakt-Telefon"]
)
def test_names_of_people_and_places_are(header: str) -> None:
    assert vocabulary().is_personal(normalised(header))
