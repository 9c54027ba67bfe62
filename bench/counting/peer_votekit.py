"""Time votekit in its own environment: `peer_votekit.py FILE.sqlite3`, its faster STV, same ballots."""

import json
import sqlite3
import sys
from collections import Counter
from time import perf_counter, process_time

from votekit import RankBallot, RankProfile
from votekit.elections import FastSTV

rows = [row[0] for row in sqlite3.connect(sys.argv[1]).execute("SELECT ranking FROM ballot")]
start, busy = perf_counter(), process_time()
ballots = [
    RankBallot(ranking=[frozenset({f"Candidate {number}"}) for number in text.split()], weight=many)
    for text, many in Counter(rows).items()
]
profile = RankProfile(ballots=ballots, candidates=[f"Candidate {number}" for number in range(1, 21)])
read = perf_counter() - start
start = perf_counter()
elected = FastSTV(profile, n_seats=5, simultaneous=False, tiebreak="first_place").get_elected()
found = {"seconds": perf_counter() - start, "read_seconds": read, "processor_seconds": process_time() - busy}
print(json.dumps(found | {"elected": len(elected)}))
