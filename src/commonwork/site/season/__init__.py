"""Seasons: one year of a network, played through the acts people use, day by day.

`reading` checks a season file, `cast` finds the people and organisations, the other modules turn each part of the file
into dated events, and `playing` plays them in order. Nothing here writes a row of its own.
"""
