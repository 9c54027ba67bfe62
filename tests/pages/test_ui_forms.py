"""Fields take what people type, say what is wrong and how to mend it, and lose nothing."""

from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines

from commonwork.ui import fields
from commonwork.ui.fields import kind_of


class Payment(forms.Form):
    amount = fields.MoneyField(label="How much", least_minor=100, most_minor=1_200_000)
    on = fields.DayField(label="Day")
    means = fields.Choice(label="Means", choices=[("cash", "Cash"), ("check", "Check")])
    code = fields.CodeField(label="Code", required=False)


def drawn(form: forms.Form, text: str = '{% form form submit="Pay" %}') -> str:
    return engines["django"].from_string(text).render({"form": form})


@pytest.mark.parametrize(
    ("typed", "minor"), [("1,102.50", 110_250), ("$3", 300), (" 12000 ", 1_200_000), ("1", 100)]
)
def test_amounts_become_whole_cents(typed: str, minor: int) -> None:
    form = Payment({"amount": typed, "on": "2026-05-12", "means": "cash"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == minor
    assert form.cleaned_data["on"] == date(2026, 5, 12)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("12,00", "Write it like 1,102.50"),
        ("twelve", "is not an amount"),
        ("0.99", "at least $1.00"),
        ("12000.01", "at most $12,000.00"),
        ("1.005", "more decimals"),
        ("", "required"),
    ],
)
def test_a_wrong_amount_says_how_to_mend_it_and_is_not_lost(typed: str, says: str) -> None:
    form = Payment({"amount": typed, "on": "2026-05-12", "means": "cash"})
    assert says in str(form.errors["amount"])
    assert f'value="{typed}"' in drawn(form) or typed == ""


def test_the_summary_links_to_each_wrong_field_and_the_field_points_to_its_error() -> None:
    html = drawn(Payment({"amount": "x", "on": "2026-05-12", "means": "cash"}))
    assert 'role="alert"' in html
    assert 'href="#id_amount"' in html
    assert 'id="id_amount"' in html
    assert 'aria-describedby="id_amount_error"' in html
    assert 'id="id_amount_error"' in html


def test_a_form_without_faults_shows_no_summary() -> None:
    assert "error-summary" not in drawn(Payment())


def test_choices_are_all_in_view_under_one_legend() -> None:
    html = drawn(Payment())
    assert html.count('type="radio"') == 2
    assert "<legend>Means" in html


def test_codes_forgive_spaces_and_small_letters() -> None:
    form = Payment({"amount": "3", "on": "2026-05-12", "means": "cash", "code": "hm4 72k-pq"})
    assert form.is_valid()
    assert form.cleaned_data["code"] == "HM472KPQ"


def test_what_was_typed_is_escaped() -> None:
    html = drawn(Payment({"amount": '"><script>', "on": "", "means": "cash"}))
    assert "<script>" not in html


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7", "pdf"),
        (PNG, "png"),
        (b"a;b\n1;2", "text"),
        ("ñ".encode(), "text"),
        (b"\x7fELF\x00", ""),
        (b"", ""),
    ],
)
def test_a_file_is_known_by_what_is_in_it(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


class Paper(forms.Form):
    paper = fields.File(label="Paper", kinds=("pdf", "png"), most_mb=1)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"MZ not a picture\x00", "must be one of"), (PNG + b"0" * 1024 * 1024, "larger than 1 MB")],
)
def test_a_file_of_another_kind_or_too_large_is_refused(content: bytes, says: str) -> None:
    form = Paper(files={"paper": SimpleUploadedFile("statement.pdf", content)})
    assert says in str(form.errors["paper"])


def test_a_file_can_still_be_read_from_its_beginning_after_the_check() -> None:
    form = Paper(files={"paper": SimpleUploadedFile("a.png", PNG)})
    assert form.is_valid()
    assert form.cleaned_data["paper"].read() == PNG
