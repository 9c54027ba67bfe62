"""Pages of the books: open books, statements, ledgers, entries, the treasurer's forms, all books added up."""
