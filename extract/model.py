"""What readers yield and what the steps after them hand on: frozen, without meaning beyond structure."""

from __future__ import annotations

from dataclasses import dataclass

# An amount whose column a dump has lost, and one whose row it has lost too; neither lands as such.
OPEN = "open"
ROWLESS = "rowless"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed: page and box in points from the page's top left, or a line of a text."""

    line_no: int | None = None
    page: int | None = None
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line outside any grid."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One grid cell that prints something; `row` and `column` count from 0 within its grid."""

    row: int
    column: int
    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1
    # Points left and right of the first line of text within the box, None where there is no box.
    indent: float | None = None
    slack: float | None = None
    # What parts it from its neighbours: rulings, alignment between horizontal rulings, or the tabs of a text.
    basis: str = "ruled"
    # Whether the column is that of the page ("printed"), found by arithmetic ("inferred"), or not known yet (OPEN,
    # ROWLESS).
    attribution: str = "printed"


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells on one page (or in one unbroken run of lines) with a common column structure, row by row."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_columns: int

    def rows(self, first: int | None = None) -> list[dict[int, Cell]]:
        """The cells of each row, by column; of the `first` rows only where that many are asked for."""
        n_rows = self.n_rows if first is None else min(first, self.n_rows)
        rows: list[dict[int, Cell]] = [{} for _ in range(n_rows)]
        for cell in self.cells:
            if cell.row >= n_rows:
                break
            rows[cell.row][cell.column] = cell
        return rows


@dataclass(frozen=True)
class Document:
    """A document as read: its lines and grids in reading order."""

    document_id: str
    file: str
    sha256: str
    reader: str
    page_count: int | None
    blocks: tuple[TextLine | Grid, ...]


@dataclass(frozen=True)
class Caption:
    """What stands around a table and belongs to it; `None` where nothing is printed."""

    title: str | None = None
    headings: tuple[str, ...] = ()
    printed_number: str | None = None
    unit: str | None = None
    publisher: str | None = None
    empty_note: str | None = None
    # A label that names the publisher, printed with nothing after it.
    blank_label: str | None = None


@dataclass(frozen=True)
class PrintedTable:
    """A logical table: the grids that continue one another, with their caption and kind."""

    table_no: int
    caption: Caption
    grids: tuple[Grid, ...]
    kind: str = "other"
    is_form: bool = False
    # printed inside the grids, but around or above their rows: captions and repeated headers; notes
    caption_cells: tuple[Cell, ...] = ()
    note_cells: tuple[Cell, ...] = ()
    # of a form's inner table: the form, and the earlier inner table that prints the same
    parent_table_no: int | None = None
    repeat_of: int | None = None
    # The kinds that it fits with their scores, where there are several.
    kind_scores: str | None = None

    @property
    def grid_basis(self) -> str:
        """What parts its cells; where that differs from page to page, alignment, which is less sure, is said."""
        return min((cell.basis for grid in self.grids for cell in grid.cells), default="ruled")

    def places(self) -> list[Place]:
        """The places of all printed cells, in reading order."""
        return [cell.place for grid in self.grids for cell in grid.cells]


@dataclass(frozen=True)
class Column:
    """A printed column. `key_no` joins the columns that make one key; `part` is this column's share of it."""

    column_no: int
    block_no: int
    role: str
    label: str
    key_no: int | None = None
    part: str | None = None
    entity: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class RowKey:
    """One key of a row: code as printed, code joined and filled down, and the name beside it."""

    key_no: int
    code_printed: str | None
    code: str | None
    label: str | None
    # Whether a cell merged over several rows says it, printed at an earlier row.
    is_filled: bool = False
    # As of the cell that prints the label.
    indent: float | None = None
    slack: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One logical row of one block; `cells` are those of value, attribute and note columns by column number."""

    row_no: int
    block_no: int
    keys: tuple[RowKey, ...]
    cells: tuple[tuple[int, Cell], ...]
    section_label: str | None = None
    parent_row_no: int | None = None
    parent_basis: str | None = None
    is_repeat: bool = False

    @property
    def first_key(self) -> RowKey | None:
        """The key that names the row, where it has one."""
        return self.keys[0] if self.keys else None


@dataclass(frozen=True)
class ProseFigure:
    """One figure of the running text with the noun phrase it belongs to; words as printed, white space removed.

    `relation` and `compared_with` are the words of a change or a share (增加 … 2025年预算, 占 … 本年支出合计),
    `of_figure_no` the level they are said of. `whole_figure_no` is the figure whose parts are listed, `list_no` the
    list; a list below a heading has no whole. `clause`: statement, or reason (also purpose).
    """

    figure_no: int
    figure_printed: str
    unit: str | None
    clause: str
    place: Place
    section: str | None = None
    phrase: str | None = None
    code: str | None = None
    subject_path: str | None = None
    year_printed: str | None = None
    relation: str | None = None
    compared_with: str | None = None
    of_figure_no: int | None = None
    whole_figure_no: int | None = None
    list_no: int | None = None


@dataclass(frozen=True)
class Leftover:
    """Printed numbers that became no cell; `text` is empty where the reason withholds it."""

    place: Place
    reason: str
    text: str
    tokens: int
    table_no: int | None = None


@dataclass(frozen=True)
class Project:
    """A project that a form or a list of indicators names, as printed; `project_no` counts within its table."""

    project_no: int
    place: Place
    name: str
    code: str | None = None
    supervisor: str | None = None
    executor: str | None = None
    attribute: str | None = None
    category: str | None = None
    start_year: str | None = None
    end_year: str | None = None
    period: str | None = None


@dataclass(frozen=True)
class ProjectLine:
    """What a row of an inner table is to its project: a budget, detail line, source of funds or purchase."""

    line_type: str
    name: str
    place: Place
    row_no: int
    text: str | None = None
    quantity: str | None = None
    project_no: int | None = None


@dataclass(frozen=True)
class Indicator:
    """A performance indicator as printed, the levels filled down; without `project_no` it is the department's."""

    name: str
    place: Place
    horizon: str | None = None
    goal: str | None = None
    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    value_prior2: str | None = None
    value_prior1: str | None = None
    target: str | None = None
    operator: str | None = None
    unit: str | None = None
    basis: str | None = None
    weight: str | None = None
    actual: str | None = None
    score: str | None = None
    project_no: int | None = None


@dataclass(frozen=True)
class TableRows:
    """A table taken apart: its columns, its rows, and what fitted neither."""

    table: PrintedTable
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    # numeric tokens printed in header and section labels, and in rows and columns that only number others
    heading_tokens: int = 0
    furniture_tokens: int = 0
    # of forms and their inner tables
    projects: tuple[Project, ...] = ()
    project_lines: tuple[ProjectLine, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    # rows of a template that nobody filled in
    blank_rows: int = 0
    # cells that landed as a value, and as a name or label; None where rows and columns say it
    form_cells: tuple[tuple[Cell, ...], tuple[Cell, ...]] | None = None


@dataclass(frozen=True)
class DocumentFacts:
    """What a document says of itself."""

    title: str | None = None
    publisher: str | None = None
    fiscal_year: int | None = None
    document_type: str | None = None
    budget_scope: str = "unknown"
    default_unit: str | None = None
    # The words that say that something is left out under secrecy law.
    withholding_note: str | None = None


@dataclass(frozen=True)
class TokenCount:
    """How many numeric tokens of one class a table prints, or the text outside all tables (`table_no` None)."""

    table_no: int | None
    token_class: str
    tokens: int


@dataclass(frozen=True)
class Recovery:
    """An identity that was used to find the columns of a row: it proves nothing about them."""

    table_no: int
    row_no: int
    identity_id: str


@dataclass(frozen=True)
class Extraction:
    """Everything landed of one document."""

    document: Document
    facts: DocumentFacts
    tables: tuple[TableRows, ...]
    leftovers: tuple[Leftover, ...]
    # What could not be read though it is there, each in words for the user.
    unread: tuple[str, ...] = ()
    token_counts: tuple[TokenCount, ...] = ()
    prose_figures: tuple[ProseFigure, ...] = ()
    recoveries: tuple[Recovery, ...] = ()
