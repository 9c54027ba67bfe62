"""Acts of access, one noun a file."""
