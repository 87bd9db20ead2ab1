"""A printed report without what the printer adds by itself: when it was printed, and lots drawn."""

from __future__ import annotations

import re
from datetime import date

STAMP = re.compile(rb"/(CreationDate|ModDate) ?\(D:[^)]*\)")
IDENTITY = re.compile(rb"/ID ?\[ ?<[0-9A-Fa-f]+> ?<[0-9A-Fa-f]+> ?\]")


def settled(printed: bytes, day: date) -> bytes:
    """The same PDF dated to a day; nothing in it moves, as its table of contents counts bytes."""

    def stamped(found: re.Match[bytes]) -> bytes:
        made = b"/%s (D:%s" % (found[1], day.strftime("%Y%m%d000000+00'00'").encode("ascii"))
        return made.ljust(len(found[0]) - 1)[: len(found[0]) - 1] + b")"

    def unnamed(found: re.Match[bytes]) -> bytes:
        return re.sub(rb"[0-9A-Fa-f](?=[0-9A-Fa-f]*>)", b"0", found[0])

    return IDENTITY.sub(unnamed, STAMP.sub(stamped, printed))
