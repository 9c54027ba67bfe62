"""Acts of the bank, one noun a file. Each locks the loan first, so acts on one loan follow one another."""
