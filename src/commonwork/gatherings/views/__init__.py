"""Pages of gatherings, one noun a file."""
