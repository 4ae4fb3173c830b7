"""Where the real wards are, and the small ones kept here: ballots and the figures of each stage."""

from pathlib import Path

OWN = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "counting"

# The small own cases are always there, the council's wards wherever the shared folder is.
STAGE_FILES = sorted(OWN.glob("*.stages.json")) + sorted(SHARED.glob("*.stages.json"))
BALLOT_FILES = sorted(OWN.glob("*.blt")) + sorted(SHARED.glob("*.blt"))

# Wards that another program counted under ERS97, in its own words.
ERS97_REPORTS = sorted(SHARED.glob("*.ers97.txt"))
