"""Practice sign-ins of a demo network: making them, and what keeps them from going live."""

LOOPBACK = {"127.0.0.1", "::1"}
