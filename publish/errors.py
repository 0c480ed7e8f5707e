"""What can go wrong on the way to a package, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the file (or table, or column) it is wrong in, what, and the remedy."""

    where: str
    problem: str
    remedy: str

    @property
    def line(self) -> str:
        """The fault as one line of text, whatever line ends its parts contain."""
        return " ".join(f"{self.where} {self.problem}: {self.remedy}".split())


class PublishError(Exception):
    """Nothing was published; `faults` says why, never empty."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(fault.line for fault in faults))
        self.faults = faults


class ProjectError(PublishError):
    """A file of the project (dbt_project.yml, package.yml) is absent or lacks what publishing needs."""


class ManifestError(PublishError):
    """The dbt manifest is absent, unreadable, or declares what a package cannot hold."""


class DatabaseError(PublishError):
    """The database is absent, unreadable, or disagrees with the manifest."""


class CheckError(PublishError):
    """The package was written and found wanting; the earlier package stays in place."""
