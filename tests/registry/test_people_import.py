"""A list of people: every complaint with its line, all or nothing, a dry run first, and nothing new the second time."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from commonwork.record.models import Fact
from commonwork.record.queries import trail
from commonwork.registry.actions import memberships, people
from commonwork.registry.models import Contact, Membership, Organisation, Person
from commonwork.site.importing.planning import plan
from tests.registry.make import DAY_ONE, MOMENT, ada, cafe, farm, network

pytestmark = pytest.mark.django_db
HEAD = "key,name,email,phone,language,organisation,class,from\n"
TWO = (
    HEAD + "invented_ada,Ada Bell (invented),ada@example.org,601 555 0100,es,freedom_farm,member,2016-01-01\n"
    ",Ben Ode (invented),ben@example.org,,,,,\n"
)


@pytest.fixture(autouse=True)
def _founded() -> None:
    network()
    farm()
    cafe()


@pytest.fixture
def take_in(tmp_path: Path) -> "TakeIn":
    return TakeIn(tmp_path / "people.csv")


class TakeIn:
    """The command, with what it said and its exit status."""

    def __init__(self, file: Path) -> None:
        self.file, self.said, self.refused = file, "", ""

    def __call__(self, content: str | bytes, *more: str) -> int:
        self.file.write_bytes(content.encode() if isinstance(content, str) else content)
        out, err = StringIO(), StringIO()
        try:
            call_command("people", "import", str(self.file), *more, stdout=out, stderr=err)
            status = 0
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        self.said, self.refused = out.getvalue(), err.getvalue()
        return status


def everything() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Person, Contact, Membership, Fact))


def test_a_list_is_taken_in_with_one_fact_that_names_everyone(take_in: TakeIn) -> None:
    assert take_in(TWO) == 0
    person = Person.objects.get(key="invented_ada")
    assert (person.name, person.language, person.is_invented) == ("Ada Bell (invented)", "es", True)
    membership = person.memberships.get()
    assert (membership.organisation.key, membership.class_code, membership.starts_on) == (
        "freedom_farm",
        "member",
        DAY_ONE,
    )
    ben = Person.objects.get(name="Ben Ode (invented)")
    assert ben.key.startswith("person_") and ben.language == "en" and not ben.memberships.exists()
    fact = Fact.objects.get(kind="registry.people.imported")
    assert fact.data == {"count": 2, "new": 2}
    assert fact in trail(person) and fact in trail(ben)
    assert "2 new, 0 changed, 0 unchanged." in take_in.said


def test_a_dry_run_says_what_would_change_and_changes_nothing(take_in: TakeIn) -> None:
    before = everything()
    assert take_in(TWO, "--dry-run") == 0
    assert everything() == before
    assert take_in.said.splitlines() == [
        "+ line 2: Ada Bell (invented), joins Freedom Farms as worker-owner from 2016-01-01",
        "+ line 3: Ben Ode (invented)",
        "2 new, 0 changed, 0 unchanged. Dry run: nothing was changed.",
    ]


def test_the_same_list_again_changes_nothing(take_in: TakeIn) -> None:
    nameless = (
        HEAD + ",Cleo Ray (invented),,,,Freedom Farms,worker-owner,2016-01-01\n,Dora (invented),,,,,,\n"
    )
    for content in (TWO, nameless):
        assert take_in(content) == 0
        before = everything()
        assert take_in(content) == 0
        assert everything() == before
        assert "0 new, 0 changed, 2 unchanged." in take_in.said


def test_what_differs_is_shown_and_written_anew(take_in: TakeIn) -> None:
    take_in(TWO)
    changed = TWO.replace("Ben Ode", "Benjamin Ode").replace("601 555 0100", "601 555 0199")
    changed = changed.replace("Ada Bell (invented),ada@", "Ada Bell (invented),bell@")
    assert take_in(changed) == 0
    assert take_in.said.splitlines()[:2] == [
        "~ line 2: Ada Bell (invented), e-mail: ada@example.org → bell@example.org, "
        "phone: 601 555 0100 → 601 555 0199",
        "~ line 3: Benjamin Ode (invented), name: Ben Ode (invented) → Benjamin Ode (invented)",
    ]
    assert sorted(Contact.objects.values_list("value", flat=True)) == [
        "601 555 0199",
        "bell@example.org",
        "ben@example.org",
    ]
    assert Person.objects.count() == 2


def test_an_empty_field_changes_nothing(take_in: TakeIn) -> None:
    take_in(TWO)
    before = everything()
    assert take_in(HEAD + "invented_ada,Ada Bell (invented),,,,,,\n") == 0
    assert everything() == before


def test_a_candidate_becomes_a_member_and_the_candidacy_ends_that_day(take_in: TakeIn) -> None:
    person = ada()
    memberships.begin(
        person=person,
        organisation=Organisation.objects.get(key="freedom_farm"),
        class_code="candidate",
        on=DAY_ONE,
        **MOMENT,
    )
    line = "invented_ada,Ada Bell (invented),,,,freedom_farm,worker-owner,2016-06-01\n"
    assert take_in(HEAD + line) == 0
    rows = person.memberships.order_by("starts_on").values_list("class_code", "starts_on", "ends_on")
    assert [(code, str(start), end and str(end)) for code, start, end in rows] == [
        ("candidate", "2016-01-01", "2016-06-01"),
        ("member", "2016-06-01", None),
    ]


def test_two_people_of_one_name_are_two_people(take_in: TakeIn) -> None:
    same = HEAD + ",Jo Lee (invented),jo@example.org,,,,,\n,Jo Lee (invented),lee@example.org,,,,,\n"
    assert take_in(same) == 0
    assert Person.objects.filter(name="Jo Lee (invented)").count() == 2
    assert take_in(HEAD + ",Jo Lee (invented),third@example.org,,,,,\n", "--dry-run") == 0
    assert "someone with this name or address is in the registry already" in take_in.said


WRONG = {
    "no name": (",,ada@example.org,,,,,", "Line 2, name: A name is missing."),
    "a bad key": ("ada bell,Ada,,,,,,", "Line 2, key: A key holds letters without accents"),
    "a bad e-mail": (",Ada,ada@,,,,,", "Line 2, email: “ada@” is not an e-mail address."),
    "a bad phone": (",Ada,,call me,,,,", "Line 2, phone: “call me” is not a phone number."),
    "an unknown language": (",Ada,,,xx,,,", "Line 2, language: Write one of these languages: en, es."),
    "an unknown organisation": (
        ",Ada,,,,moon,member,2016-01-01",
        "Line 2, organisation: There is no organisation “moon” in the register.",
    ),
    "an unknown class": (
        ",Ada,,,,nubias,boss,2016-01-01",
        "Line 2, class: Write one of these classes: member",
    ),
    "a day that is none": (",Ada,,,,nubias,member,2016-02-30", "Line 2, from: “2016-02-30” is not a day."),
    "a day in another order": (
        ",Ada,,,,nubias,member,01/31/2016",
        "Line 2, from: “01/31/2016” is not a day.",
    ),
    "half a membership": (",Ada,,,,nubias,,2016-01-01", "Line 2, class: An organisation, a class and a day"),
    "too few values": (",Ada", "Line 2: This line has 2 values; the first line names 8 columns."),
    "too long a name": (f",{'A' * 201},,,,,,", "Line 2, name: This is longer than 200 letters."),
    "a character that cannot be printed": (",A\x07da,,,,,,", "Line 2, name: This holds a character"),
}


@pytest.mark.parametrize("how", WRONG)
def test_a_wrong_line_is_complained_about_and_nothing_is_changed(take_in: TakeIn, how: str) -> None:
    line, complaint = WRONG[how]
    before = everything()
    assert take_in(HEAD + line + "\n,Ben (invented),,,,,,\n") == 2
    assert complaint in take_in.refused
    assert take_in.refused.splitlines()[-1] == "Nothing was changed; complaints: 1."
    assert take_in.said == "" and everything() == before


NO_LIST: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "The file is empty."),
    "a byte order mark and nothing": (b"\xef\xbb\xbf", "The file is empty."),
    "only a head": (HEAD.encode(), "The file has a first line with names of columns, and nobody below it."),
    "a wrong head": (
        b"name,e-mail\nAda,a@example.org\n",
        "Line 1: These columns are not known: e-mail.",
    ),
    "a head with a column missing": (b"name,email\nAda,a@example.org\n", "These columns are missing: phone,"),
    "a head with a column twice": (
        HEAD.replace("key", "name").encode(),
        "These columns are there twice: name.",
    ),
    "Latin-1": (
        (HEAD + ",Ben,,,,,,\n,Andr\xe9,,,,,,\n").encode("latin-1"),
        "Line 3: A letter is not written in UTF-8 (maybe Latin-1).",
    ),
    "UTF-16": ((HEAD + ",Ada,,,,,,\n").encode("utf-16"), "The file is written in UTF-16."),
    "an open quote": ((HEAD + ',"Ada,,,,,,\n').encode(), "This is not a CSV file:"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "A letter is not written in UTF-8"),
}


@pytest.mark.parametrize("how", NO_LIST)
def test_a_file_that_is_no_list_is_refused_in_words(take_in: TakeIn, how: str) -> None:
    content, sentence = NO_LIST[how]
    assert take_in(content) == 2
    assert sentence in take_in.refused
    assert not Person.objects.exists()


def test_a_file_that_is_not_there_is_refused(take_in: TakeIn) -> None:
    err = StringIO()
    with pytest.raises(SystemExit) as leaving:
        call_command("people", "import", str(take_in.file / "nowhere.csv"), stderr=err)
    assert leaving.value.code == 2
    assert "cannot be read" in err.getvalue()


def test_all_complaints_come_at_once_in_the_order_of_the_lines(take_in: TakeIn) -> None:
    bad = HEAD + ",Ada,ada@,,xx,,,\n\n,Ben,,,,moon,member,2016-01-01\n,,,,,,,\n,Cleo\n"
    assert take_in(bad) == 2
    places = [line.partition(":")[0] for line in take_in.refused.splitlines()]
    assert places == [
        "Line 2, email",
        "Line 2, language",
        "Line 4, organisation",
        "Line 6",
        "Nothing was changed; complaints",
    ]


def test_a_name_over_two_lines_is_counted_where_it_begins(take_in: TakeIn) -> None:
    assert take_in(HEAD + ',"Ada\nBell",,,,,,\n,,ben@example.org,,,,,\n') == 2
    assert take_in.refused.startswith("Line 4, name: A name is missing.")


@pytest.mark.parametrize(
    ("second", "complaint"),
    [
        ("invented_ada,Somebody else,x@example.org,,,,,", "Line 3, key: The key is in line 2 already."),
        (",Somebody else,ADA@example.org,,,,,", "Line 3, email: The e-mail address is in line 2 already."),
    ],
)
def test_a_person_named_twice_is_complained_about(take_in: TakeIn, second: str, complaint: str) -> None:
    assert take_in(TWO.splitlines()[0] + "\n" + TWO.splitlines()[1] + "\n" + second + "\n") == 2
    assert complaint in take_in.refused


def test_one_known_person_meant_by_two_lines_is_complained_about(take_in: TakeIn) -> None:
    ada(email="ada@example.org")
    lines = "invented_ada,Ada Bell (invented),,,,,,\n,Ada Bell (invented),ada@example.org,,,,,\n"
    assert take_in(HEAD + lines) == 2
    assert "Line 3: This is the same person as in line 2." in take_in.refused


def test_a_forgotten_person_is_not_written_about_again(take_in: TakeIn) -> None:
    people.forget(person=ada(), **MOMENT)
    assert take_in(HEAD + "invented_ada,Ada Bell,,,,,,\n") == 2
    assert "Line 2, key: This person asked to be forgotten." in take_in.refused


def test_a_membership_that_contradicts_the_register_is_complained_about(take_in: TakeIn) -> None:
    take_in(TWO)
    assert take_in(TWO.replace("member,2016-01-01", "member,2015-01-01")) == 2
    assert "Line 2, from: Belongs there already as worker-owner from 2016-01-01 on." in take_in.refused


def test_semicolons_tabs_and_a_byte_order_mark_are_read_as_well(take_in: TakeIn) -> None:
    for number, mark in enumerate(";\t"):
        content = f"\ufeff{HEAD.replace('invented', '').upper()},Zoë {number} (invented),,,,,,\n"
        assert take_in(content.replace(",", mark)) == 0
    assert Person.objects.filter(name__startswith="Zoë").count() == 2


def test_when_an_act_fails_half_way_nobody_is_taken_in(
    take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()

    def broken(**_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(memberships, "begin", broken)
    with pytest.raises(OSError, match="disk"):
        take_in(TWO)
    assert everything() == before


def test_a_list_of_many_takes_few_questions_to_compare(django_assert_max_num_queries: Any) -> None:
    lines = "".join(f",Person {number} (invented),p{number}@example.org,,,,,\n" for number in range(2000))
    with django_assert_max_num_queries(8):
        assert plan((HEAD + lines).encode()).counts == {"new": 2000, "changed": 0, "same": 0}
