"""One error family: every message says what is wrong, where, and how to mend it."""


class CxError(Exception):
    """A problem a person can mend.

    what: the fact, in one sentence. where: file, line, column, link or metric. mend: what to do next.
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The message as one readable line."""
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.mend}" if self.mend else ""
        return f"{place}{self.what}{advice}"


class UsageError(CxError):
    """The request itself is wrong: an unknown metric, dimension, date or option."""


class LoadError(CxError):
    """A file cannot be loaded as it is; nothing was changed."""


class StoreError(CxError):
    """The store is missing, damaged or being written by somebody else."""


class DamagedError(StoreError):
    """A file of the store is not as it was written, or the engine takes it for such."""


class QueryError(CxError):
    """The engine could not run a query: memory, a lost file, a name the data do not have."""
