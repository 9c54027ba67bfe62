"""Acts of the registry, one noun a file."""
