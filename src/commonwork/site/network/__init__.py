"""Network files: read a TOML file that describes a network, and load it through the acts people use.

`reading` turns the file into checked values (all complaints at once), `loading` brings the network up to it. Loading the
same file again changes nothing. The format is documented in docs/network-file.md.
"""
