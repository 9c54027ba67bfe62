"""Access: who may do what. Accounts (a way to sign in), roles held in an organisation for a period, permissions, tokens.

`queries.may()` is the only question asked. An account belongs to a person; a person may do without.
Facts stated: access.role.given, access.role.ended, access.token.issued, access.practice.signed_in.
"""
