"""The Welsh catalogue: found, merged and compiled by `make catalogue`. Needs Babel, not a database.

`extracting` finds every message, `merging` keeps what is translated of them, `faults` says what is
wrong with a catalogue, and `unwrapped` which words no catalogue can reach. docs/welsh.md has the
rules for whoever translates.
"""
