"""Acts of the charter."""
