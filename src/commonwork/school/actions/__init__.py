"""Acts of the school, one noun a file."""
