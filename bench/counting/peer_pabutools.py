"""Time pabutools in its own environment: `peer_pabutools.py FILE.pb`, with its fastest settings.

Floats instead of fractions, ballots alike put together, the faster path for yes-or-no satisfaction, no
analytics. One endowment only: the whole of Add1 would take this many times the number of raises.
"""

import json
import sys
from time import perf_counter, process_time

import pabutools.fractions
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import method_of_equal_shares

pabutools.fractions.FRACTION = pabutools.fractions.FLOAT_FRAC
instance, profile = parse_pabulib(sys.argv[1])
together = profile.as_multiprofile()
start, busy = perf_counter(), process_time()
outcome = method_of_equal_shares(instance, together, sat_class=Cost_Sat, binary_sat=True)
found = {"seconds": perf_counter() - start, "processor_seconds": process_time() - busy}
print(json.dumps(found | {"selected": sorted(project.name for project in outcome)}))
