"""Access: who may do what. Accounts (a way to sign in), roles held in an organisation for a period, permissions, tokens.

`queries.may()` is the only question asked. An account belongs to a person; a person may do without.
Facts stated: access.role.given, access.role.ended, access.account.opened, access.account.closed,
access.token.issued, access.token.revoked.
"""
