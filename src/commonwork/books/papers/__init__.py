"""Statements as people read them: title, reading in plain words, rows with links, and the same as files and PDF."""

from commonwork.books.papers.files import export, network_pdf, pdf_of, statement_pdf
from commonwork.books.papers.model import Cell, Paper, PaperColumn, PaperRow
from commonwork.books.papers.rows import paper_of
from commonwork.books.papers.units import unit_papers
from commonwork.books.papers.words import EXPLAINED, SHORT, TITLES, UNITS, column_words, span_words

__all__ = [
    "EXPLAINED",
    "SHORT",
    "TITLES",
    "UNITS",
    "Cell",
    "Paper",
    "PaperColumn",
    "PaperRow",
    "column_words",
    "export",
    "network_pdf",
    "paper_of",
    "pdf_of",
    "span_words",
    "statement_pdf",
    "unit_papers",
]
