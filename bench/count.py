"""How fast elections.counting counts, beside the packages that pip installs, on the same files.

    python bench/count.py [--sizes 10000,100000,1000000] [--repeats 5] [--write] [BALLOT FILE …]

Makes synthetic ballot files of 30 candidates and 12 seats from a seed, installs the peers of
`bench/peers.txt` into an environment of their own (var/peers), and counts each file with each of them,
every count in a process of its own: seconds from the file to the winners, start-up and import left out
for everybody, the median; peak memory of the process; and who was elected. Ballot files given are
counted as well. Then how this engine's time grows with ballots, candidates and seats, and what the whole
command and the import take. `--write` puts the tables and the plot into docs/counting-speed.md and docs/pictures.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FILES, PEERS = ROOT / "var" / "bench-count", ROOT / "var" / "peers"
OURS = "elections.counting"
NAMES = ("pyrankvote", "votelib", "votekit", "stvpoll")
OUR_COUNT = """
import json, sys, time
from elections.counting import blt, count
from pathlib import Path
begun = time.perf_counter()
profile = blt.read(Path(sys.argv[1]).read_bytes(), "file")
lots = range(1, len(profile.candidates) + 1)
result = count(profile, sys.argv[2], lots=list(lots))
seconds = time.perf_counter() - begun
from bench.peak import mib
print(json.dumps({"seconds": seconds, "mib": mib(), "winners": sorted(result.elected)}))
"""


@dataclass(frozen=True)
class Figure:
    """Of several counts of one file by one program."""

    seconds: float
    mib: float
    winners: tuple[int, ...]


def synthetic(ballots: int, candidates: int = 30, seats: int = 12) -> Path:
    """Six kinds of voters, each with a taste of their own, and rankings of every length."""
    import numpy as np

    path = FILES / f"{ballots}-{candidates}-{seats}.blt"
    if path.exists():
        return path
    FILES.mkdir(parents=True, exist_ok=True)
    draw = np.random.default_rng(7)
    tastes = draw.normal(0, 1.2, (6, candidates))
    with path.open("w") as file:
        file.write(f"{candidates} {seats}\n")
        for start in range(0, ballots, 100_000):
            many = min(100_000, ballots - start)
            liking = tastes[draw.integers(0, 6, many)] + draw.gumbel(0, 1, (many, candidates))
            order = np.argsort(-liking, axis=1) + 1
            length = np.minimum(draw.geometric(0.12, many), candidates)
            for ranking, ranks in zip(order.tolist(), length.tolist(), strict=True):
                file.write(f"1 {' '.join(map(str, ranking[:ranks]))} 0\n")
        names = (f'"Candidate {number}"\n' for number in range(1, candidates + 1))
        file.write("0\n" + "".join(names) + '"Synthetic"\n')
    return path


def label(file: Path) -> str:
    """How many papers a synthetic file holds; the name of any other."""
    return f"{int(file.stem.partition('-')[0]):,}" if file.parent == FILES else file.stem


def peers() -> str:
    """The Python of the peers, installed on first use."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", PEERS], check=True)
        wanted = ["-qq", "-r", str(ROOT / "bench" / "peers.txt")]
        subprocess.run([python, "-m", "pip", "install", *wanted], check=True)
    return str(python)


def counted(name: str, file: Path, repeats: int, rule: str = "scottish") -> Figure:
    """Median seconds and memory of several counts, each in a process of its own."""
    words = [sys.executable, "-c", OUR_COUNT, str(file), rule]
    if name != OURS:
        words = [peers(), str(ROOT / "bench" / "peers.py"), name, str(file)]
    runs = []
    for _ in range(repeats):
        run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
        runs.append(json.loads(run.stdout))
    return Figure(
        statistics.median(run["seconds"] for run in runs),
        statistics.median(run["mib"] for run in runs),
        tuple(runs[0]["winners"]),
    )


def beside_peers(files: list[Path], repeats: int) -> tuple[list[str], dict[str, list[float]]]:
    """A table of all programs on all files, and the seconds of each program for the plot."""
    rows = [
        "| papers | program | seconds | times this engine | MiB | the same winners |",
        "|---|---|---|---|---|---|",
    ]
    lines: dict[str, list[float]] = {name: [] for name in (OURS, *NAMES)}
    for file in files:
        ours = counted(OURS, file, repeats)
        for name in (OURS, *NAMES):
            other = ours if name == OURS else counted(name, file, repeats)
            lines[name].append(other.seconds)
            same = "yes" if set(other.winners) == set(ours.winners) else "no"
            rows.append(
                f"| {label(file)} | {name} | {other.seconds:.3f} | "
                f"{other.seconds / ours.seconds:.1f} | {other.mib:.0f} | {same} |"
            )
            print(rows[-1], flush=True)
    return rows, lines


def growth(repeats: int) -> list[str]:
    """This engine alone, one thing growing at a time."""
    rows = ["| papers | candidates | seats | rule | seconds | MiB |", "|---|---|---|---|---|---|"]
    cases = [(ballots, 30, 12) for ballots in (125_000, 250_000, 500_000, 1_000_000)]
    cases += [(200_000, candidates, 6) for candidates in (10, 20, 40, 80)]
    cases += [(200_000, 40, seats) for seats in (2, 4, 8, 16)]
    for ballots, candidates, seats in cases:
        for rule in ("scottish", "meek", "ers97"):
            figure = counted(OURS, synthetic(ballots, candidates, seats), repeats, rule)
            rows.append(
                f"| {ballots:,} | {candidates} | {seats} | {rule} | {figure.seconds:.3f} | "
                f"{figure.mib:.0f} |"
            )
            print(rows[-1], flush=True)
    return rows


def command(file: Path, repeats: int) -> float:
    """Median seconds of the whole command, start-up included."""
    words = [sys.executable, "-m", OURS, "count", str(file), "--rule", "scottish"]
    words += ["--lots", ",".join(map(str, range(1, 31)))] if file.parent == FILES else []
    seconds = []
    for _ in range(repeats):
        begun = time.perf_counter()
        subprocess.run(words, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def importing(module: str, repeats: int) -> float:
    """Median seconds that Python takes to import a module, start-up left out."""
    script = (
        "import time; begun = time.perf_counter(); import %s; print(time.perf_counter() - begun)"
    )
    words = [sys.executable, "-c", script % module]
    runs = [
        subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(repeats)
    ]
    return statistics.median(map(float, runs))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", default="10000,100000,1000000")
    asked.add_argument("--repeats", type=int, default=5)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("files", type=Path, nargs="*")
    given = asked.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    table, lines = beside_peers([*given.files, *map(synthetic, sizes)], given.repeats)
    grown = growth(given.repeats)
    whole = [
        f"- {label(file)}: {command(file, given.repeats):.2f} s"
        for file in [*given.files, *map(synthetic, sizes)]
    ]
    whole += [
        f"- importing {OURS}: {importing(OURS, given.repeats):.2f} s, numpy alone "
        f"{importing('numpy', given.repeats):.2f} s"
    ]
    print("\n".join(["The whole command:", *whole]))
    if given.write:
        from bench.plot import log_log

        figures = {name: seconds[len(given.files) :] for name, seconds in lines.items()}
        picture = log_log(sizes, figures, "papers", "seconds")
        (ROOT / "docs" / "pictures" / "counting-speed.svg").write_text(picture)
        page = (ROOT / "docs" / "counting-speed.md").read_text()
        head = page.partition("<!-- measured -->")[0]
        measured = [f"Python {platform.python_version()}, {platform.machine()}, one core.", ""]
        body = [*measured, *table, "", "The whole command, start-up included:", "", *whole, ""]
        (ROOT / "docs" / "counting-speed.md").write_text(
            head + "<!-- measured -->\n" + "\n".join([*body, "## How it grows", "", *grown]) + "\n"
        )


if __name__ == "__main__":
    main()
