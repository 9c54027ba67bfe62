"""Acts of gatherings, one noun a file."""
