"""A membership list out of a seeded generator. Nobody on it exists; addresses end in example.org."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from members.importing import fields, listing, reading
from members.importing.report import Report

_FIRST = [
    "Aisha",
    "Alun",
    "Amara",
    "Angharad",
    "Arjun",
    "Beth",
    "Bronwen",
    "Callum",
    "Carys",
    "Chidi",
    "Ciara",
    "Dafydd",
    "Daniel",
    "Deborah",
    "Eilidh",
    "Elin",
    "Emeka",
    "Farah",
    "Fiona",
    "Gareth",
    "Grace",
    "Hamza",
    "Hannah",
    "Ibrahim",
    "Imogen",
    "Ines",
    "Isla",
    "Jamal",
    "Joan",
    "Karen",
    "Kwame",
    "Leila",
    "Lewis",
    "Maeve",
    "Malik",
    "Maria",
    "Megan",
    "Mohammed",
    "Nadia",
    "Niamh",
    "Nikhil",
    "Olivia",
    "Omar",
    "Owen",
    "Priya",
    "Rachel",
    "Rhys",
    "Rosa",
    "Ruth",
    "Samira",
    "Sian",
    "Simon",
    "Tariq",
    "Teresa",
    "Tom",
    "Uche",
    "Usha",
    "Yusuf",
    "Zara",
    "Zoë",
]
_LAST = [
    "Adeyemi",
    "Ahmed",
    "Ali",
    "Begum",
    "Brown",
    "Campbell",
    "Chowdhury",
    "Clarke",
    "Davies",
    "Edwards",
    "Evans",
    "Fraser",
    "García",
    "Green",
    "Griffiths",
    "Hall",
    "Hughes",
    "Hussain",
    "Jackson",
    "James",
    "Jones",
    "Kaur",
    "Kelly",
    "Khan",
    "Lewis",
    "MacDonald",
    "McTaggart",
    "Miller",
    "Mitchell",
    "Morgan",
    "Murphy",
    "Müller",
    "Nowak",
    "Okafor",
    "Patel",
    "Phillips",
    "Price",
    "Rahman",
    "Reid",
    "Roberts",
    "Robinson",
    "Scott",
    "Shah",
    "Singh",
    "Smith",
    "Stewart",
    "Taylor",
    "Thomas",
    "Thompson",
    "Walsh",
    "White",
    "Williams",
]
# Postcode areas by weight: roughly where members of such an organisation live.
_AREAS = {
    "E": 7, "N": 7, "SE": 7, "SW": 5, "CB": 3, "NR": 3,
    "M": 7, "L": 6, "NE": 4,
    "B": 6, "NG": 4, "LE": 3,
    "BN": 6, "RG": 4, "SO": 3,
    "BS": 6, "EX": 3, "PL": 2,
    "LS": 6, "S": 5, "BT": 1,
    "G": 4, "EH": 4,
    "CF": 4, "SA": 3,
}  # fmt: skip
_UNITS = [one + other for one in "ABDEFGH" for other in "ABDEFGH"]
HEADER = (
    "Membership number",
    "First name",
    "Last name",
    "Email",
    "Postcode",
    "Country",
    "Membership status",
    "Started at",
    "Expires on",
    "Labour member?",
    "Public office",
)


@dataclass(frozen=True)
class Person:
    """A row of the list, before a few rows are spoilt as real lists are."""

    number: str
    first_name: str
    last_name: str
    email: str
    postcode: str
    status: str
    joined: str
    public_office: str
    labour: str = "yes"  # "" where the list does not say

    def row(self) -> tuple[str, ...]:
        return (
            self.number,
            self.first_name,
            self.last_name,
            self.email,
            self.postcode,
            "GB",
            self.status,
            self.joined,
            "31/12/2030",
            self.labour,
            self.public_office,
        )


def people(
    count: int, *, seed: int, first_number: int = 200001, is_flawless: bool = False
) -> Iterator[Person]:
    """The same `count` people for the same seed.

    With `is_flawless` everybody is active and has an address of their own; otherwise a few have
    lapsed, a few have no address, and two share a mailbox. No two of one name share a postcode:
    the office would have to tell them apart.
    """
    draw = random.Random(seed)
    taken: set[tuple[str, str, str]] = set()
    areas, weights = list(_AREAS), list(_AREAS.values())
    for index in range(count):
        first, last = draw.choice(_FIRST), draw.choice(_LAST)
        area = draw.choices(areas, weights)[0]
        flaw = 1.0 if is_flawless else draw.random()
        email = f"{first}.{last}.{index + 1}@example.org".lower()
        postcode = f"{area}{draw.randint(1, 9)} {draw.randint(1, 9)}"
        unit = next(unit for unit in _UNITS if (first, last, postcode + unit) not in taken)
        taken.add((first, last, postcode + unit))
        yield Person(
            number=str(first_number + index),
            first_name=first,
            last_name=last,
            email="" if flaw < 0.01 else _ascii(email),
            postcode=postcode + unit,
            status="expired" if 0.01 <= flaw < 0.05 else "active",
            joined=f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{draw.randint(2015, 2024)}",
            public_office="Councillor" if draw.random() < 0.05 else "",
        )


def _ascii(email: str) -> str:
    return email.translate(str.maketrans("ëíü", "eiu"))


def as_csv(everybody: Iterable[Person]) -> str:
    """The list as a file that the import reads."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(person.row() for person in everybody)
    return text.getvalue()


def import_people(everybody: Iterable[Person]) -> Report:
    """Put them on the membership list through the import, as a file."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.write(as_csv(everybody))
        file.flush()
        source = reading.open_list(Path(file.name))
        mapping = fields.recognise(source.headers)
        with listing.staged(source, mapping) as report:
            listing.apply(mapping, report)
    return report
