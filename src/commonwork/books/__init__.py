"""Books: the double-entry ledger of every organisation, and the sole writer of postings.

Nouns: book, account, entry, posting, balance, hold, period, equipment, memo. Each organisation has one book; a movement
between two books is one act with an entry in each. The database itself refuses to change what was posted
(`guards`), every entry is chained to the one before (`hashing`), and `proofs` shows that all of it still holds.
Acts live in `actions`, reads in `queries`; nobody but this storey imports `books.models`.
"""
