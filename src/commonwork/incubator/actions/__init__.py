"""Acts of the incubator."""
