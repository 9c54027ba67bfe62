"""Lists from outside: read, checked line by line, compared with what is there, and taken in as a whole or not at all.

`reading` turns a file into lines and complaints, `planning` compares the lines with the registry, `views` is the page,
the command `people import` the other door. The format is described in docs/rooms/registry.md.
"""
