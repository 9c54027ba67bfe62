"""Counting votes: rankings (single transferable vote and its kin) and budgets (Equal Shares, greedy).

Pure rules: ballots in, a count out, every stage kept, so that a page can step through it and an auditor can
repeat it. Who may vote, when a vote opens and what a result does are left to the assembly. Doors:
`stv.count` for elections, `budget.equal_shares` and `budget.greedy` for budgets, `blt`, `ranked_csv` and
`pabulib` for files, `countback.fill` for vacancies.
"""
