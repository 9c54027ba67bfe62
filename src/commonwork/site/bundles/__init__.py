"""The whole network as one file: a pack that proves itself, with every row of record beside it.

`rows` says what is written and how; `loading` brings a bundle into an empty installation and proves it there.
"""
