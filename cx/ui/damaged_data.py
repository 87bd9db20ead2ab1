"""Above every page while a damaged version is not shown: which one, what is shown instead, and what an analyst does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from cx.language import _
from cx.language.numbers import day
from cx.store.restoring import difference
from cx.store.versions import Served, current_id, made_on
from cx.ui.plain import plain

MOST_NAMED = 5


def draw(store: Path, shown: Served) -> None:
    """The notice; it stays until the store is mended."""
    version = shown.version
    made = made_on(version)
    instead = _("You see version {version} of {date} instead.") if made else _("You see version {version} instead.")
    sentences = [
        _("**Data version {damaged} is damaged and cannot be shown.**").format(damaged=plain(shown.damaged or "")),
        instead.format(version=plain(version.id), date=day(made) if made else ""),
    ]
    if shown.damaged == current_id(store):
        sentences += _different(store, shown)
        sentences.append(
            _(
                "What an analyst does: run `cx check --deep`; put the file back from a backup, or run `cx restore` and "
                "load again what is missing. Until then nothing can be loaded."
            )
        )
    else:
        sentences.append(_("An analyst can put the file back from a backup; `cx check --deep` names it."))
    with st.container(key="damaged"):
        st.error("  \n".join(sentences), icon=":material/heart_broken:")


def _different(store: Path, shown: Served) -> list[str]:
    found = difference(store, shown.version)
    told = []
    if found.missing:
        told.append(_("Not in it: {loads}.").format(loads=_named(found.missing)))
    if found.again:
        told.append(_("In it again, though taken back: {loads}.").format(loads=_named(found.again)))
    return told


def _named(entries: Sequence[Mapping[str, Any]]) -> str:
    named = [plain(f"{entry['load_id']} ({entry.get('file', '?')})") for entry in entries[:MOST_NAMED]]
    more = len(entries) - MOST_NAMED
    return ", ".join(named) + (" " + _("and {n} more").format(n=more) if more > 0 else "")
