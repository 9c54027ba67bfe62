"""Charter: what the network has agreed on. Principles and policies, each a dated version adopted by a body, with a source.

No percentage, threshold or deadline is a constant in code: rooms declare the policies they ask for in `policies.py` and
read them with `charter.queries.value()`. Acts: policies.adopt, principles.adopt. Facts: charter.policy.adopted,
charter.principles.adopted.
"""
