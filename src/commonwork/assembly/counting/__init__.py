"""Counts as people read them: ballot files in and out, every stage in words and bars, budgets side by side.

The arithmetic is `rules.counting`; nothing here decides or stores anything.
"""
