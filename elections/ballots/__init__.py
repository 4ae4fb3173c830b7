"""The ballot box: papers that know no person, no instant and no address.

This file imports nothing: `python -m elections.ballots.verify` runs without Django.
"""
