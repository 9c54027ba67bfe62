"""Arithmetic of loans: interest by the day, share-of-surplus loans, schedules, the yearly rate."""
