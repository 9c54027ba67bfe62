"""Federation: the co-ops of the network together. Who belongs, what they work, trade, owe, and how they share a year.

Nouns: Affiliation (a co-op asks to belong), Hours and Wage (work and what an hour earns), BuyIn (a share is paid),
SisterInvoice (trade between co-ops), DuesCharge (dues of a year), YearEnd with its Allocations (a year's result, closed,
shared and paid). Members are the registry's memberships; shares and capital accounts are balances of the co-op's book.

Acts: affiliations.apply / admit / decline, hours.record / record_many / take_back / import_csv, wages.set_one / set_many,
buy_ins.pay / take_back, sister_trade.invoice / pay / take_back, dues.charge / take_back, year_ends.close / allocate /
carry_loss / pay_solidarity / pay_patronage, year_end_steps_back.take_back / reopen. Facts: `facts.py`. Policies:
`policies.py`.

Accounts used. Co-op: 1000, 1100, 2000, 2200, 2210, 3000, 3100, 3200, 3210, 3900, 4010, 5010, 5100, 5110, 5500.
Federation: 1000, 1110, 3300, 4200.
"""

HOUSE_KEY = "federation"
