"""Acts of the assembly."""
