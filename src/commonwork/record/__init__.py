"""Record: what happened, once and for all.

Facts are append-only and stand for audit and outbox at once; seals chain them in batches. Documents are kept once, by
their hash. Nouns: fact, seal, once, document, attachment.
Everything above states facts through `record.acts`; nothing here knows who states them. Facts hold keys, amounts and
codes, never names or free text about a person: those live in rows that can be erased.
"""
