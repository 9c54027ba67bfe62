"""Bank: lends to co-ops from a fund that goes round, and is paid from surplus only.

Nouns: Loan, CommitteeVote, Draw, Quarter (surplus statement and due), Payment. Acts: loans.apply, loans.decide,
loans.agree, loans.set_public, votes.cast, draws.pay_out, quarters.close, payments.record. Facts: `facts.py`.
Accounts: the bank's 1000, 1200, 1210, 4300 (and 3410, the fund itself); the co-op's 1000, 2100, 2110, 5400.
Every movement is mirrored: one act, one entry in each book. No person ever answers for a loan.
"""

HOUSE_KEY = "bank"
