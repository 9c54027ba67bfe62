"""Bank statements as banks hand them out, read into one shape: OFX and QFX, camt.053, MT940, CSV.

Pure: bytes in, `Statement` out. Whatever is wrong with a file becomes a complaint in it; nothing is raised. What is
stored, matched and posted is left to the acts. One module reads one format; `reading.read` finds out which.
"""

from commonwork.books.bank_files.reading import MOST_BYTES, read
from commonwork.books.bank_files.statement import FileAccount, FileComplaint, FileLine, Statement

__all__ = ["MOST_BYTES", "FileAccount", "FileComplaint", "FileLine", "Statement", "read"]
