"""Horizon: how far it is to the goal - 10 % of the area's jobs in the federation - and what the movement is for.

Jobs, wealth held by worker-owners, land in trust, share of the area's product: each against a figure that names area,
source and year. Horizon reads; it states no facts and changes nothing.
"""
