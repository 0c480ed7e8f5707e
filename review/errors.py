"""What can go wrong with a review; each error is one line naming what and the remedy."""

from __future__ import annotations


class ReviewError(Exception):
    """The document cannot be shown.

    `where` is the file or folder, `what` the fault, `remedy` what the user can do.
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        self.where = where
        self.what = what
        self.remedy = remedy
        super().__init__(f"{where}: {what}; {remedy}")
