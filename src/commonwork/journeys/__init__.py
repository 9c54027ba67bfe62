"""Journeys: the joins between rooms, one file a join. Rooms never import each other; whatever needs two of them is here.

`wires` is the whole table of what follows from a fact by itself; where a person should decide, the join is a page.
Joins: team -> loan request, launch -> organisation with books and members, resolution -> grant, membership -> role,
and the loop that shows them all.
"""
