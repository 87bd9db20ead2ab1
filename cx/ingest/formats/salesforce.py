"""What all exports of Salesforce have in common: Data Loader's “Export All” has the rows of the bin, too."""

from __future__ import annotations

from cx.ingest.formats.base import Refused
from cx.language import N_

DELETED = Refused("lower({is_deleted}) IN ('true', '1')", "is_deleted", N_("is deleted in Salesforce"))
