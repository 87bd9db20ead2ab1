"""What all exports of Salesforce have in common: Data Loader's “Export All” has the rows of the bin, too."""

from __future__ import annotations

from cx.ingest.formats.base import Refused

DELETED = Refused("lower({is_deleted}) IN ('true', '1')", "is_deleted", "is deleted in Salesforce")
