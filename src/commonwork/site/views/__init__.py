"""Pages of the front door, of record and registry."""
