"""The columns a list may have, by all the names they go by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NUMBER = "number"
FIRST_NAME = "first_name"
LAST_NAME = "last_name"
FULL_NAME = "full_name"
EMAIL = "email"
MOBILE = "mobile"
ADDRESS_1 = "address_1"
ADDRESS_2 = "address_2"
ADDRESS_3 = "address_3"
CITY = "city"
POSTCODE = "postcode"
COUNTRY = "country"
STATUS = "status"
JOINED_ON = "joined_on"
EXPIRES_ON = "expires_on"
DATE_OF_BIRTH = "date_of_birth"
LABOUR_MEMBER = "labour_member"
PUBLIC_OFFICE = "public_office"
POSTAL_BALLOT = "postal_ballot"
TAGS = "tags"

LABELS: dict[str, Any] = {
    NUMBER: gettext_lazy("Membership number"),
    FIRST_NAME: gettext_lazy("First name"),
    LAST_NAME: gettext_lazy("Last name"),
    FULL_NAME: gettext_lazy("Full name"),
    EMAIL: gettext_lazy("Email"),
    MOBILE: gettext_lazy("Mobile number"),
    ADDRESS_1: gettext_lazy("Address line 1"),
    ADDRESS_2: gettext_lazy("Address line 2"),
    ADDRESS_3: gettext_lazy("Address line 3"),
    CITY: gettext_lazy("Town or city"),
    POSTCODE: gettext_lazy("Postcode"),
    COUNTRY: gettext_lazy("Country"),
    STATUS: gettext_lazy("Membership status"),
    JOINED_ON: gettext_lazy("Joined on"),
    EXPIRES_ON: gettext_lazy("Expires on"),
    DATE_OF_BIRTH: gettext_lazy("Date of birth"),
    LABOUR_MEMBER: gettext_lazy("Member of the Labour Party"),
    PUBLIC_OFFICE: gettext_lazy("Public office"),
    POSTAL_BALLOT: gettext_lazy("Ballot by post"),
    TAGS: gettext_lazy("Tags"),
}
FIELDS = tuple(LABELS)

# The strongest name first: a file with "Membership number" and "ID" is read by the former.
_NAMES: dict[str, str] = {
    NUMBER: """membership number; membership no; membership num; membership id; member number;
        member no; member id; member ref; membership ref; membership reference; mem no; memb no;
        momentum id; momentum number; membership card number; nationbuilder id; nationbuilder;
        nation builder id; nb id; nationbuilder signup id; signup id; civicrm id; contact id;
        person id; supporter id; external id; external identifier; account number; unique id; urn;
        reference number; reference; ref no; ref; id number; id no; id; number; no""",
    FIRST_NAME: """first name; first names; firstname; forename; forenames; given name; given names;
        christian name; fname; first; known as; preferred name; preferred first name""",
    LAST_NAME: """last name; last names; lastname; surname; family name; second name; lname;
        last; sur name""",
    FULL_NAME: """full name; member name; members name; name of member; contact name; name;
        display name; person""",
    EMAIL: """email; email address; e mail; e mail address; primary email; primary email address;
        email 1; email1; email address 1; contact email; preferred email; personal email;
        home email; email 1 value; member email; members email; mail address; electronic mail;
        mail""",
    MOBILE: """mobile number; mobile; mobile phone; mobile phone number; mobile no; mobile tel;
        mobile telephone; cell; cell phone; cellphone; phone number; phone; phone no; telephone;
        telephone number; telephone no; tel; tel no; contact number; primary phone; home phone""",
    ADDRESS_1: """address 1; address line 1; address1; addr1; address line one; street address;
        street; primary address 1; mailing address 1; billing address 1; home address 1;
        registered address 1; house and street; house number and street; postal address;
        home address; full address; primary address; address""",
    ADDRESS_2: """address 2; address line 2; address2; addr2; address line two; primary address 2;
        mailing address 2; billing address 2; home address 2; registered address 2;
        supplemental address 1; locality; district""",
    ADDRESS_3: """address 3; address line 3; address3; addr3; address line three;
        primary address 3; mailing address 3; billing address 3; home address 3;
        registered address 3; supplemental address 2""",
    CITY: """city; town; town city; city town; town or city; city or town; post town; posttown;
        primary city; mailing city; billing city; home city; registered city; address city""",
    POSTCODE: """postcode; post code; postal code; postcode zip; zip postcode; zip; zip code;
        zipcode; primary zip; primary postcode; mailing zip; mailing postcode; billing zip;
        home postcode; home zip; registered zip; address zip; address postcode; pcode""",
    COUNTRY: """country; country code; country name; primary country code; primary country;
        mailing country; mailing country code; billing country; billing country code; home country;
        home country code; registered country code; address country; address country code;
        country of residence; nation""",
    STATUS: """membership status; member status; status of membership; membership state;
        members status; current membership status; current status; subscription status;
        membership standing; standing; account status; status; membership""",
    JOINED_ON: """started at; start date; started on; started; membership start date;
        membership started at; membership started on; membership start; membership began;
        date joined; joined on; joined at; joined date; joined; join date; joining date;
        date of joining; date of join; joined momentum; member since; membership since; member from;
        membership from; membership date; date started; membership started; signup date;
        registration date; registered on; since; created at""",
    EXPIRES_ON: """expires on; expires at; expires; expiry date; expiry; expiration date;
        expiration; membership expires on; membership expires at; membership expires;
        membership expiry; membership expiry date; membership end date; end date; ends on;
        paid up to; membership end; renewal date; renewal; renews on; renew by; valid until;
        valid to; paid until; paid to; date of expiry; lapses on; lapse date""",
    DATE_OF_BIRTH: """date of birth; dob; d o b; birth date; birthdate; birthday; born on; born;
        born at""",
    LABOUR_MEMBER: """labour member; labour party member; is labour member; labour membership;
        labour party membership; member of labour; member of the labour party;
        member of labour party; is a labour member; are you a labour member;
        are you a member of the labour party; labour party; lp member; labour""",
    PUBLIC_OFFICE: """public office; public office held; office held; elected office;
        public office holder; holds public office; elected representative; public role;
        elected position""",
    POSTAL_BALLOT: """postal ballot; postal vote; ballot by post; vote by post; postal voter;
        wants postal ballot; postal ballot requested; paper ballot; by post; postal; post only""",
    TAGS: "tags; tag list; tag; tag names; labels",
}


def plain(header: str) -> str:
    """A header as it is compared: letters and digits only, without case and accents."""
    flat = unicodedata.normalize("NFKD", header).casefold()
    return re.sub(r"[^a-z0-9]", "", flat)


_RANKS = {
    plain(name): (field, rank)
    for field, names in _NAMES.items()
    for rank, name in enumerate(names.split(";"))
}


class UnusableFile(Exception):
    """A file that cannot be imported at all; the words tell staff why and what would help."""


@dataclass(frozen=True)
class Mapping:
    """Which columns (counted from 0) each field is read from: the first that is not blank wins."""

    columns: dict[str, tuple[int, ...]]

    def field_of(self, column: int) -> str:
        return next((field for field, taken in self.columns.items() if column in taken), "")

    def has(self, *fields: str) -> bool:
        return any(field in self.columns for field in fields)

    def missing(self) -> list[str]:
        """What a list cannot do without, in words, as far as this one lacks it."""
        lacks = []
        if not self.has(NUMBER):
            lacks.append(_("the membership number"))
        if not self.has(FIRST_NAME, LAST_NAME, FULL_NAME):
            lacks.append(_("the name"))
        if not self.has(STATUS):
            lacks.append(_("the membership status"))
        return lacks

    def refuse_unless_usable(self, headers: Sequence[str]) -> None:
        if lacks := self.missing():
            seen = ", ".join(f"“{header.strip()[:40]}”" for header in headers if header.strip())
            raise UnusableFile(
                _(
                    "No column was recognised for %(lacks)s. The first line must name the columns;"
                    " it reads: %(seen)s. Say which column is which, or add the names to the file."
                )
                % {"lacks": ", ".join(lacks), "seen": seen[:600] or _("nothing")}
            )

    def as_choices(self, width: int) -> list[str]:
        """One field name for each column, "" for a column that is not read."""
        return [self.field_of(column) for column in range(width)]


# What may stand before a name without changing what it names.
_QUALIFIERS = (
    "momentum", "membership", "members", "member", "contact", "primary", "main", "your", "home",
    "billing", "mailing", "registered", "personal", "current", "civicrm", "nationbuilder", "mem",
)  # fmt: skip
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_WEAKER = 1000  # more than any field has names: a name read loosely yields to any that is exact


def _read(header: str) -> tuple[str, int]:
    """The field that a header names and how weak the name is; "" for none."""
    for step, words in enumerate(_readings(header)):
        if found := _RANKS.get(plain(words)):
            return found[0], found[1] + step * _WEAKER
    return "", 0


def _readings(header: str) -> Iterator[str]:
    """The header as it stands, then with less and less of what people put round a name."""
    yield header
    words = re.sub(r"\(s\)", "s", header, flags=re.IGNORECASE).replace("#", " number ")
    yield words
    words = _IN_BRACKETS.sub(" ", words)
    yield words
    yield from words.split("/")
    shorter = words.strip().casefold()
    while qualifier := next((one for one in _QUALIFIERS if shorter.startswith(f"{one} ")), ""):
        shorter = shorter.removeprefix(qualifier).strip(" -:_")
        yield shorter


def recognise(headers: Sequence[str]) -> Mapping:
    """The columns that go by a known name; of two for one field, the stronger name.

    Two columns with the very same header are both read, for lists that have been joined.
    """
    best: dict[str, tuple[int, list[int]]] = {}
    for column, header in enumerate(headers):
        field, rank = _read(header)
        if not field:
            continue
        known_rank, columns = best.get(field, (rank + 1, []))
        if rank < known_rank:
            best[field] = (rank, [column])
        elif rank == known_rank and plain(header) == plain(headers[columns[0]]):
            columns.append(column)
    return Mapping({field: tuple(columns) for field, (_rank, columns) in best.items()})


def chosen(choices: Sequence[str]) -> Mapping:
    """A mapping that staff have corrected: one field name, or "", for each column."""
    columns: dict[str, tuple[int, ...]] = {}
    for column, field in enumerate(choices):
        if field in LABELS:
            columns[field] = (*columns.get(field, ()), column)
    return Mapping(columns)


def corrected(headers: Sequence[str], found: Mapping, corrections: dict[str, str]) -> Mapping:
    """The mapping with some columns, named by their header, given to other fields (or to none)."""
    choices = found.as_choices(len(headers))
    for header, field in corrections.items():
        columns = [i for i, name in enumerate(headers) if plain(name) == plain(header)]
        if not columns:
            raise UnusableFile(_("There is no column “%(header)s”.") % {"header": header})
        if field and field not in LABELS:
            raise UnusableFile(
                _("“%(field)s” is no field. The fields are: %(fields)s.")
                % {"field": field, "fields": ", ".join(FIELDS)}
            )
        choices = ["" if field and taken == field else taken for taken in choices]
        for column in columns:
            choices[column] = field
    return chosen(choices)
