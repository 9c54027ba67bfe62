"""Attacks on posted rows by plain SQL. Each names the guards that stand in its way; dropping those lets it through,
which shows that it is they who refuse (and that the attack is a real one)."""
