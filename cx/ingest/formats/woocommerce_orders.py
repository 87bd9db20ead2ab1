"""WooCommerce Analytics, Orders: one row per order or refund, in the site's language, without an id of the customer."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql
from cx.ingest.formats.woocommerce import status
from cx.language import N_

DATE = "date|datum|fecha|data|日付|date_created"
ORDER = (
    "order|order_number|bestellung|bestellung_nr|bestellnummer|bestellungsnummer|commande|numéro_de_commande|"
    "n_de_commande|commande_n|pedido|n_de_pedido|pedido_n_o|n_o_de_pedido|no_de_pedido|pedido_no|no_do_pedido|"
    "n_o_do_pedido|número_de_pedido|número_do_pedido|zamówienie|zamówienie_nr|nr_zamówienia|numer_zamówienia|注文|注文番号"
)
FORMATTED = (
    "n_revenue_formatted|net_sales_formatted|n_umsatz_formatiert|nettoumsatz_formatiert|revenu_net_formaté|"
    "n_revenu_formaté|ingresos_netos_formateados|ingresos_n_con_formato|receita_l_formatada|receita_líquida_formatada|"
    "przychód_netto_sformatowany|純収益_フォーマット済み|純売上高_フォーマット済み"
)
NET = (
    "net_sales|n_revenue|nettoumsatz|nettoumsätze|n_umsatz|ventes_nettes|revenu_net|ventas_netas|ingresos_netos|"
    "vendas_líquidas|receita_líquida|sprzedaż_netto|przychód_netto|純売上高|純収益"
)
STATUS = "status|statut|état|état_de_la_commande|estado|estatuto|situação|stan|ステータス|状態"
NEW = "customer_type|kundentyp|kundenart|type_de_client|tipo_de_cliente|typ_klienta|顧客タイプ|顧客の種類"
SOLD = (
    "items_sold|artikel_verkauft|verkaufte_artikel|articles_vendus|artículos_vendidos|itens_vendidos|"
    "sprzedane_produkty|sprzedane_artykuły|販売個数|販売済みの商品"
)
PRODUCTS = "product_s|products|produkt_e|produkte|produit_s|producto_s|produto_s|produkt_y|produkty|商品"
COUPONS = (
    "coupon_s|coupons|gutschein_e|gutscheine|code_s_promo|cupón_es|cupones|cupom_ns|cupons|kupon_y|kupony|クーポン"
)
CUSTOMER = "customer|kunde|client|cliente|klient|顧客|お客様"
CHANNEL = "attribution|zuordnung|origin|herkunft|origine|atribución|atribuição|atrybucja|アトリビューション"
SIGNS = {"€": "EUR", "£": "GBP", "zł": "PLN", "R$": "BRL", "CHF": "CHF", "US$": "USD"}
"""Signs within a formatted amount that mean one currency; "$" and "¥" mean several and say nothing."""
CURRENCY = " ".join(f"WHEN contains({{{FORMATTED}}}, '{sign}') THEN '{code}'" for sign, code in SIGNS.items())

MARKS = {
    # A refund is a row of its own with the number of its order and a negative amount.
    "back": f"coalesce(regexp_matches({{{NET}|{FORMATTED}}}, '^[^0-9]*[-−]'), false)",
    "nth": f"row_number() OVER (PARTITION BY {{{ORDER}}}, {{@back}} ORDER BY t.line)",
}

ORDERS = Part(
    "orders",
    {
        "order_id": Sql(f"CASE WHEN {{@back}} THEN {{{ORDER}}} || '-refund-' || {{@nth}} ELSE {{{ORDER}}} END", ORDER),
        "ordered_at": DATE,
        "amount": f"{NET}|{FORMATTED}",
        "currency": Sql(f"CASE {CURRENCY} END", FORMATTED),
        # A refund keeps the status of its order, which may not count; the money went back all the same.
        "status": Sql(f"CASE WHEN {{@back}} THEN 'refund' ELSE {status(f'{{{STATUS}}}')} END", STATUS),
        "channel": CHANNEL,
    },
)

FORMAT = Format(
    "woocommerce_orders",
    N_("a WooCommerce Analytics orders export"),
    Signature((DATE, ORDER, STATUS, f"{NET}|{FORMATTED}"), (NEW, SOLD, PRODUCTS, COUPONS, FORMATTED), 2),
    (ORDERS,),
    personal=(CUSTOMER,),
    ignored=(PRODUCTS,),
    marks=MARKS,
    notes=(N_("The export has neither e-mail nor customer id, so its orders belong to no customer."),),
)
