"""Refusals: sentences with figures, before and after translation, and lists of complaints."""

import pickle

from commonwork.rules.refusal import Complaint, Complaints, Refusal, sentence


class FundTooLow(Refusal):
    sentence: str = sentence("The fund holds {fund}; the loan asks for {asked}.")
    status = 409
    field = "amount"


def test_a_refusal_says_its_sentence_with_its_figures() -> None:
    refusal = FundTooLow(fund="900.00", asked="1,000.00")
    assert str(refusal) == "The fund holds 900.00; the loan asks for 1,000.00."
    assert refusal.figures == {"fund": "900.00", "asked": "1,000.00"}
    assert (refusal.status, refusal.field) == (409, "amount")


def test_a_refusal_is_translated_before_its_figures_are_filled_in() -> None:
    spanish = {FundTooLow.sentence: "Pide {asked}; el fondo tiene {fund}."}
    assert FundTooLow(fund="9", asked="10").in_words(spanish.__getitem__) == "Pide 10; el fondo tiene 9."


def test_a_figure_called_field_names_the_form_field_of_this_refusal_only() -> None:
    assert FundTooLow(fund="9", asked="10", field="principal").field == "principal"
    assert FundTooLow.field == "amount"


def test_a_sentence_without_figures_may_hold_braces() -> None:
    assert str(Refusal.because("A set is written {a, b}.")) == "A set is written {a, b}."


def test_a_sentence_of_its_own_may_have_a_figure_called_text() -> None:
    assert str(Refusal.because("{text} is no number.", text="NaN")) == "NaN is no number."


def test_figures_with_braces_are_not_read_as_templates() -> None:
    assert str(Refusal.because("{name} is unknown.", name="{fund}")) == "{fund} is unknown."


def test_complaints_stand_in_the_order_of_the_lines_and_count_themselves() -> None:
    refusal = Complaints([Complaint(9, "wage", "Too low."), Complaint(4, "", "No name.")])
    assert [str(complaint) for complaint in refusal.complaints] == [
        "Line 4: No name.",
        "Line 9, wage: Too low.",
    ]
    assert str(refusal) == "Nothing was changed; 2 complaints. Line 4: No name."
    assert isinstance(refusal, Refusal)


def test_refusals_survive_the_way_between_processes() -> None:
    for refusal in (FundTooLow(fund="9", asked="10"), Complaints([Complaint(1, "a", "b.")])):
        again = pickle.loads(pickle.dumps(refusal))
        assert type(again) is type(refusal)
        assert str(again) == str(refusal)
