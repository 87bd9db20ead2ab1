"""Which Chromium do the browser tests drive, and with which switches?

`python tests/browser/chromium.py` starts it once and exits with 1 when it does not start; set-up asks that way.
"""

import sys
from pathlib import Path

from cx.report.chromium import executable, is_root

__all__ = ["arguments", "executable"]
SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
)


def arguments() -> list[str]:
    """Switches for a quiet browser that talks to nobody but the page; root has no sandbox."""
    return [*SWITCHES, "--no-sandbox"] if is_root() else [*SWITCHES]


def version() -> str:
    """Start the browser and ask its version.

    Errors: playwright.sync_api.Error when there is no browser or it does not start; Exception when Playwright's
    driver itself does not.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=arguments())
        try:
            return browser.version
        finally:
            browser.close()


def main() -> int:
    """Say which browser it is, or the first lines of why there is none."""
    place = executable()
    named = Path(place).name if place else "Playwright's own Chromium"
    try:
        print(f"Browser for the tests: {named} {version()}")
    except Exception as error:  # noqa: BLE001 - a driver that lacks a system library raises a bare Exception
        print(f"{place or named} does not start: {str(error).strip().splitlines()[0]}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
