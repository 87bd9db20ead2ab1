"""What axe finds on a page: the violations of WCAG 2.2 A and AA, and of good practice, that keep somebody out."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
MINOR = {"minor", "moderate"}


def serious(page: Page, within: str | None = None) -> list[str]:
    """One line for each element that breaks a rule of weight: the rule, the element, and what to mend.

    within: the selector of the part that is looked at, the whole page unless told.
    """
    found = Axe().run(page, context=within, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} – {' '.join(node['failureSummary'].split())}"
        for rule in found
        if rule["impact"] not in MINOR
        for node in rule["nodes"]
    ]
