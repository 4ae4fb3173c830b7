"""What a cell means, whatever program last saved it."""

from __future__ import annotations

from datetime import date

import pytest

from members import mailbox
from members.importing import values


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19/03/2017", date(2017, 3, 19)),
        ("9/3/2017", date(2017, 3, 9)),
        ("19/03/17", date(2017, 3, 19)),
        ("19-03-2017", date(2017, 3, 19)),
        ("19.03.2017", date(2017, 3, 19)),
        ("2017-03-19", date(2017, 3, 19)),
        ("2017-03-19T09:30:00Z", date(2017, 3, 19)),
        ("2017-03-19 09:30:00.000 +0000", date(2017, 3, 19)),
        ("2017/03/19", date(2017, 3, 19)),
        ("20170319", date(2017, 3, 19)),
        ("19/03/2017 09:30", date(2017, 3, 19)),
        ("19/03/2017 9:30 am", date(2017, 3, 19)),
        ("19-Mar-2017", date(2017, 3, 19)),
        ("19-Mar-17", date(2017, 3, 19)),
        ("19 March 2017", date(2017, 3, 19)),
        ("19th March 2017", date(2017, 3, 19)),
        ("Sunday 19th of March, 2017", date(2017, 3, 19)),
        ("March 19, 2017", date(2017, 3, 19)),
        ("42813", date(2017, 3, 19)),
        ("42813.0", date(2017, 3, 19)),
        ("42813.75", date(2017, 3, 19)),
        ("29/02/2020", date(2020, 2, 29)),
        ("", None),
    ],
)
def test_dates_are_read_as_people_and_programs_write_them(text: str, day: date | None) -> None:
    assert values.read_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["31/02/2020", "29/02/2021", "00/00/0000", "2020-13-01", "soon", "32 March 2017", "1/1/0201",
     "99999", "12/2017", "1 Wibble 2017", "-", "2017-02-30T00:00"],
)  # fmt: skip
def test_a_date_that_is_none_is_said_so(text: str) -> None:
    with pytest.raises(values.Unreadable):
        values.read_date(text)


def test_a_column_is_american_only_if_it_must_be() -> None:
    assert values.month_comes_first(["03/19/2017", "01/02/2020"])
    assert not values.month_comes_first(["03/04/2017", "01/02/2020"])
    assert not values.month_comes_first(["03/19/2017", "19/03/2017"])
    assert values.read_date("03/19/2017", month_first=True) == date(2017, 3, 19)


def test_one_slip_does_not_turn_a_column_round() -> None:
    american = ["03/19/2017", "12/25/2019", "01/02/2020"]
    assert values.month_comes_first([*american, "31/02/2020"]), "a day that no calendar has"
    assert values.month_comes_first([*american, "19/03/2017"])
    assert not values.month_comes_first(["19/03/2017", "25/12/2019", "03/19/2017"])


@pytest.mark.parametrize("slip", ["02/30/2020", "04/31/2020", "00/25/2020", "13/14/2020"])
def test_a_day_that_no_calendar_has_speaks_for_neither_way_of_writing(slip: str) -> None:
    assert not values.month_comes_first([slip, slip, "19/03/2017"])
    assert values.month_comes_first([slip, slip, "03/19/2017"])


@pytest.mark.parametrize("text", ["1.23457E+12", "1.0E+05", "9.9e7"])
def test_a_number_that_a_spreadsheet_has_rounded_is_said_so(text: str) -> None:
    with pytest.raises(values.Unreadable):
        values.membership_number(text)


@pytest.mark.parametrize(
    ("full", "last", "names"),
    [
        ("Aisha", "Khan", ("Aisha", "Khan")),
        ("Aisha Khan", "Khan", ("Aisha", "Khan")),
        ("Aisha Khan", "", ("Aisha", "Khan")),
        ("Khan", "Khan", ("", "Khan")),
    ],
)
def test_a_column_called_name_may_hold_the_first_name_alone(
    full: str, last: str, names: tuple[str, str]
) -> None:
    assert values.names_of(full, last) == names


@pytest.mark.parametrize(
    "country",
    ["U.K.", "GBR", "gb-sct", "Alba", "UK of GB and NI", "United Kingdom (UK)", "Wales, UK", "N/A"],
)
def test_the_country_goes_by_many_names(country: str) -> None:
    assert values.postcode_and_area("eh7 9fh", country) == ("EH7 9FH", "EH")


@pytest.mark.parametrize("country", ["New South Wales", "US", "Uganda", "Irl"])
def test_other_countries_are_abroad(country: str) -> None:
    assert values.postcode_and_area("eh7 9fh", country) == ("eh7 9fh", values.ABROAD)


@pytest.mark.parametrize("country", ["Untied Kingdom", "826", "England & Wales", "great britian"])
def test_a_slip_in_the_country_sends_nobody_abroad(country: str) -> None:
    assert values.postcode_and_area("eh7 9fh", country) == ("EH7 9FH", "EH")


@pytest.mark.parametrize("postcode", ["75001", "W23 F854", "L-1234", "D04 X4Y7"])
def test_postcodes_of_other_countries_are_not_taken_for_british(postcode: str) -> None:
    assert values.postcode_and_area(postcode, "")[1] == ""


def test_a_year_of_birth_in_two_digits_is_in_the_past() -> None:
    assert values.read_date("01/02/65", past=True) == date(1965, 2, 1)
    assert values.read_date("01/02/01", past=True) == date(2001, 2, 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("100001", "100001"),
        ("100001.0", "100001"),
        ("100001.00", "100001"),
        ("1.00001E+05", "100001"),
        ("1E5", "100000"),
        ("100,000", "100000"),
        ("1,000", "1000"),
        ("101,001", "101001"),
        ("100,001", "100001"),
        ("'00123", "00123"),
        ('="00123"', "00123"),
        ("00123", "00123"),
        ("LON-42", "LON-42"),
        ("A1E5", "A1E5"),
        ("12.5", "12.5"),
        ("", ""),
    ],
)
def test_numbers_are_taken_back_from_a_spreadsheet(text: str, number: str) -> None:
    assert values.membership_number(text) == number


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("active", "active"),
        ("ACTIVE ", "active"),
        ("Paid up", "active"),
        ("grace period", "grace"),
        ("Grace_Period", "grace"),
        ("in arrears", "grace"),
        ("canceled", "cancelled"),
        ("Cancelled", "cancelled"),
        ("resigned", "cancelled"),
        ("Lapsed", "expired"),
        ("suspended", "suspended"),
        ("wibble", ""),
        ("", ""),
    ],
)
def test_states_of_membership_go_by_several_names(text: str, status: str) -> None:
    assert values.status(text) == status


@pytest.mark.parametrize(
    ("postcode", "country", "written", "area"),
    [
        ("SW1A 1AA", "GB", "SW1A 1AA", "SW"),
        ("sw1a1aa", "", "SW1A 1AA", "SW"),
        ("m14 7tn", "United Kingdom", "M14 7TN", "M"),
        (" E1  6AN", "England", "E1 6AN", "E"),
        ("EC1A", "UK", "EC1A", "EC"),
        ("BT2 6SS", "Northern Ireland", "BT2 6SS", "BT"),
        ("BFPO 801", "GB", "BFPO 801", "BFPO"),
        ("JE2 3AB", "GB", "JE2 3AB", "JE"),
        ("75001", "FR", "75001", values.ABROAD),
        ("SW1A 1AA", "France", "SW1A 1AA", values.ABROAD),
        ("", "IE", "", values.ABROAD),
        ("75001", "GB", "75001", ""),
        ("", "GB", "", ""),
        ("n/a", "unknown", "n/a", ""),
    ],
)
def test_the_postcode_area_or_the_country_says_where_somebody_lives(
    postcode: str, country: str, written: str, area: str
) -> None:
    assert values.postcode_and_area(values.tidy(postcode), country) == (written, area)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a@example.org", "a@example.org"),
        ("  A@Example.ORG ", "a@example.org"),
        ("\u00a0a@example.org\u200b", "a@example.org"),
        ("mailto:a@example.org", "a@example.org"),
        ("mailto:a@example.org?subject=x", "a@example.org"),
        ("Aisha Khan <a@example.org>", "a@example.org"),
        ("a@example.org;", "a@example.org"),
        ("a+b.c@sub.example.org", "a+b.c@sub.example.org"),
        ("o'neill@example.org", "o'neill@example.org"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("", ""),
        ("a at example.org", ""),
        ("a@@example.org", ""),
        ("aexample.org", ""),
        ("a@.example.org", ""),
        ("a@example", ""),
        ("a@example..org", ""),
        (".a@example.org", ""),
        ("a b@example.org", ""),
        ("a@example.org, b@example.org", ""),
        ("a@exam ple.org", ""),
        ("zoë@example.org", ""),
        ("a" * 65 + "@example.org", ""),
        ("a@" + "b" * 260 + ".org", ""),
        ("n/a", ""),
    ],
)
def test_two_addresses_are_one_mailbox_when_mail_goes_to_the_same_place(
    text: str, key: str
) -> None:
    assert mailbox.key(text) == key
    assert mailbox.read(text)[1] == key


def test_names_in_one_cell_are_split() -> None:
    assert values.split_name("Aisha Khan") == ("Aisha", "Khan")
    assert values.split_name("Khan, Aisha") == ("Aisha", "Khan")
    assert values.split_name("Mary Anne Smith-Jones") == ("Mary Anne", "Smith-Jones")
    assert values.split_name("Madonna") == ("", "Madonna")
    assert values.split_name("") == ("", "")
