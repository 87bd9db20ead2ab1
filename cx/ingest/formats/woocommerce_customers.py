"""WooCommerce Analytics, Customers: one row per customer, in the site's language; guests have no user name."""

from __future__ import annotations

from cx.ingest.formats.base import Format, Part, Signature, Sql
from cx.language import N_

NAME = "name|nom|nombre|nome|nazwa|imię|名前"
USERNAME = (
    "username|benutzername|identifiant|nom_d_utilisateur|nom_dutilisateur|nombre_de_usuario|nome_de_usuário|"
    "nome_de_utilizador|nazwa_użytkownika|ユーザー名"
)
LAST_ACTIVE = (
    "last_active|zuletzt_aktiv|letzte_aktivität|dernière_activité|última_actividad|última_atividade|ativo_pela_última_vez|"
    "ostatnia_aktywność|ostatnio_aktywny|最終利用日|最終アクティブ"
)
SIGN_UP = (
    "sign_up|date_registered|registriert|registrierung|inscription|registro|registo|cadastro|inscrição|"
    "rejestracja|登録|サインアップ"
)
EMAIL = "email|e_mail|e_mail_adresse|adresse_e_mail|correo_electrónico|メール|メールアドレス"
COUNTRY = "country_region|land_region|pays_région|país_región|país_região|kraj_region|国_地域"
SPENT = "total_spend|gesamtausgaben|total_dépensé|total_des_dépenses|gasto_total|total_gasto|łączne_wydatki|総支払額"
AVERAGE = (
    "aov|average_order_value|durchschnittlicher_bestellwert|panier_moyen|valor_medio_del_pedido|śr_wartość_zamówienia"
)
REGION = "region|région|región|região|地域"

CUSTOMERS = Part(
    "customers",
    {
        # Only the e-mail is on the orders of export plugins too; who left none is known by his user name.
        "customer_id": Sql(
            f"coalesce({{customer_id|user_id?}}, {{!{EMAIL}?}}, {{!{USERNAME}?}})", f"customer_id|user_id|{EMAIL}"
        ),
        "email": EMAIL,
        "signed_up_at": SIGN_UP,
        "region": COUNTRY,
    },
)

FORMAT = Format(
    "woocommerce_customers",
    N_("a WooCommerce Analytics customers export"),
    Signature((USERNAME, LAST_ACTIVE, EMAIL), (SIGN_UP, SPENT, AVERAGE, COUNTRY, REGION), 2),
    (CUSTOMERS,),
    personal=(
        NAME,
        USERNAME,
        "city|stadt|ort|ville|ciudad|cidade|miasto|市区町村",
        "postal_code|postleitzahl|code_postal|código_postal|kod_pocztowy|郵便番号",
        "billing_phone|shipping_phone",
    ),
    ignored=(LAST_ACTIVE, SPENT, AVERAGE, "orders|bestellungen|commandes|pedidos|encomendas|zamówienia|注文"),
)
