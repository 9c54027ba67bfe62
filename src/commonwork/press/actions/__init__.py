"""Acts of press, one noun a file."""
