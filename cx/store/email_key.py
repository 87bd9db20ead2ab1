"""The secret under which a store hashes e-mail addresses: lost, no new row would find its customer by e-mail again."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cx.errors import StoreError
from cx.language import N_, _
from cx.store.home import writable
from cx.store.versions import open_version

KEY = "key"
KEY_BYTES = 32
MEND = N_(
    "Put it back from a copy of the store. Without it new rows find no customer by e-mail; "
    "then load all files again into an empty folder (CX_HOME)."
)


def hash_key(store: Path) -> bytes:
    """The key of a store; made on first use, readable by its owner only. StoreError when it is damaged or lost."""
    path = store / KEY
    with writable(store):
        if not path.exists():
            _refuse_if_lost(store)
            _make(path)
        key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StoreError(_("the key of the e-mail hashes is damaged."), where=KEY, mend=_(MEND))
    return key


def key_of_trial(store: Path) -> bytes:
    """The key of a store, or, where there is none yet, one for once; nothing is written."""
    if (store / KEY).exists():
        return hash_key(store)
    _refuse_if_lost(store)
    return secrets.token_bytes(KEY_BYTES)


def _refuse_if_lost(store: Path) -> None:
    """A store with loads had a key; another one in its place would make strangers of all customers, unnoticed."""
    if len(open_version(store).engine.query("SELECT 1 FROM meta.loads LIMIT 1")):
        raise StoreError(_("the key of the e-mail hashes is missing."), where=KEY, mend=_(MEND))


def _make(path: Path) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        # Another process has made it meanwhile.
        return
