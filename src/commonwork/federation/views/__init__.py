"""Pages of the federation, one noun a file."""
