"""Counting votes: against published results, against a slow count written apart, and by properties."""
