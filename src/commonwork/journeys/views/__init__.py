"""Pages of the joins where a person decides."""
