"""The books on their way out: as text for other programs, as tables, and as packs that prove themselves.

`beancount` and `ledger` write text as it is read, so that memory stays flat; `pack` puts a zip together from parts.
Nothing here changes a book.
"""
