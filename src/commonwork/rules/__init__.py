"""The arithmetic of the network: pure functions over whole minor units and exact fractions.

Nothing here knows Django, files, the network, the clock or chance, and nothing uses floats for money; what
must be fixed from outside (dates, seeds, rates, shares) is passed in. Every rule can be called with JSON
through `rules.reckon`; vote counting stands in `rules.counting`.
"""
