"""What all orders of WooCommerce have in common: the words for their statuses."""

from __future__ import annotations

UNPAID = ("pending", "wc-pending", "pending payment")
DRAFT = ("checkout-draft", "wc-checkout-draft", "auto-draft", "draft")


def status(cell: str) -> str:
    """SQL of a status without the plugin's prefix.

    An order that waits for its payment, or was never placed, gets a word that does not count as revenue: "pending"
    alone means something else in other shops.
    """
    unpaid, draft = ("'" + "', '".join(words) + "'" for words in (UNPAID, DRAFT))
    return (
        f"CASE WHEN lower({cell}) IN ({unpaid}) THEN 'pending_payment' WHEN lower({cell}) IN ({draft}) THEN 'draft' "
        f"ELSE regexp_replace({cell}, '^wc-', '') END"
    )
