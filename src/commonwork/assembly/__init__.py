"""The people's assembly: it sets priorities, decides what the solidarity share does, and sees it done.

Nouns: Assembly, Proposal, BallotBatch, Ballot, CountStep, Resolution.
Acts: assemblies.call / open_voting / count / resolve, proposals.make / withdraw, ballots.enter / enter_batch /
take_back, resolutions.mark_paid.
Facts: assembly.assembly.*, assembly.proposal.*, assembly.ballots.*, assembly.resolution.* (sentences in `facts.py`).
Accounts used: none is posted to; the budget is read from the federation's solidarity fund (3300), what a receiver has
left from its restricted grants (3400).
Left to others: paying a resolution (journeys), the arithmetic of the count (`rules.budget_approval`), the people on
the roll (registry).
"""
