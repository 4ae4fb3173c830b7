"""One count by one of the packages that pip installs, timed from the file to the winners.

`python bench/peers.py NAME FILE` prints JSON: seconds (reading the file included, importing the package
not), peak memory in MiB, and the numbers of the winners. Runs in an environment of the peers' own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.peak import mib

Counted = Callable[[], Sequence[int]]


def papers_of(file: str) -> tuple[int, int, dict[tuple[int, ...], int]]:
    """Candidates, seats and papers of a plain ballot file: rankings with their number."""
    papers: dict[tuple[int, ...], int] = {}
    with Path(file).open() as lines:
        candidates, seats = map(int, next(lines).split())
        for line in lines:
            weight, *ranking = map(int, line.split())
            if weight == 0:
                break
            ranking.remove(0)
            papers[tuple(ranking)] = papers.get(tuple(ranking), 0) + weight
    return candidates, seats, papers


def pyrankvote(file: str) -> Counted:
    from pyrankvote import Ballot, Candidate, single_transferable_vote

    def count() -> Sequence[int]:
        candidates, seats, papers = papers_of(file)
        people = {n: Candidate(str(n)) for n in range(1, candidates + 1)}
        ballots = [
            Ballot(ranked_candidates=[people[n] for n in ranking])
            for ranking, weight in papers.items()
            for _ in range(weight)
        ]
        result = single_transferable_vote(list(people.values()), ballots, number_of_seats=seats)
        return [int(winner.name) for winner in result.get_winners()]

    return count


def votelib(file: str) -> Counted:
    from votelib.evaluate.sequential import TransferableVoteSelector

    def count() -> Sequence[int]:
        _candidates, seats, papers = papers_of(file)
        named = {tuple(map(str, ranking)): weight for ranking, weight in papers.items()}
        return [int(name) for name in TransferableVoteSelector().evaluate(named, seats)]

    return count


def votekit(file: str) -> Counted:
    from votekit import RankBallot, RankProfile
    from votekit.elections import FastSTV

    def count() -> Sequence[int]:
        candidates, seats, papers = papers_of(file)
        ballots = [
            RankBallot(ranking=tuple(frozenset([str(n)]) for n in ranking), weight=weight)
            for ranking, weight in papers.items()
        ]
        profile = RankProfile(
            ballots=ballots,
            candidates=[str(n) for n in range(1, candidates + 1)],
            max_ranking_length=candidates,
        )
        elected = FastSTV(profile, n_seats=seats).get_elected()
        return [int(name) for tied in elected for name in sorted(tied)]

    return count


def stvpoll(file: str) -> Counted:
    from stvpoll.scottish_stv import ScottishSTV

    def count() -> Sequence[int]:
        candidates, seats, papers = papers_of(file)
        poll = ScottishSTV(
            seats=seats, candidates=list(range(1, candidates + 1)), random_in_tiebreaks=False
        )
        for ranking, weight in papers.items():
            poll.add_ballot(ranking, weight)
        return [int(number) for number in poll.calculate().elected_as_tuple()]

    return count


PEERS = {"pyrankvote": pyrankvote, "votelib": votelib, "votekit": votekit, "stvpoll": stvpoll}


def main() -> None:
    count = PEERS[sys.argv[1]](sys.argv[2])
    begun = time.perf_counter()
    winners = count()
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "mib": mib(), "winners": sorted(winners)}))


if __name__ == "__main__":
    main()
