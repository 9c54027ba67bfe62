"""Registry: the nouns everybody shares. Persons, organisations and their memberships, bodies and their seats, places,
competences, figures about the area, and the network itself.

A person is not an account and not a membership. Pages of these nouns are served by `site`; who may change them is said
in `access`. Facts stated: registry.person.recorded, registry.organisation.recorded, registry.membership.began and others
in `facts.py`.
"""
