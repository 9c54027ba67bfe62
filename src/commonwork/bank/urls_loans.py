"""Addresses of products, of a loan's later life, of accounts and guarantees, under /bank/."""

from datetime import date

from django.urls import path, register_converter

from commonwork.bank.views import holdings, products, schedules, statements


class DayConverter:
    """A day as 2016-07-01."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "bank_day")

urlpatterns = [
    path("products/", products.list_all, name="bank_products"),
    path("products/take-up/", products.take_up, name="bank_products_take_up"),
    path("products/<slug:key>/", products.show, name="bank_product"),
    path("products/<slug:key>/new-version/", products.new_version, name="bank_product_new_version"),
    path("loans/<slug:key>/statement/", statements.file, name="bank_loan_statement"),
    path(
        "loans/<slug:key>/statement/<slug:statement>/<slug:document>/",
        statements.paper,
        name="bank_loan_paper",
    ),
    path("loans/<slug:key>/correct/<bank_day:starts_on>/", statements.correct, name="bank_loan_correct"),
    path("loans/<slug:key>/earlier-payment/", statements.earlier_payment, name="bank_loan_earlier_payment"),
    path("loans/<slug:key>/take-back/<slug:payment>/", statements.take_back, name="bank_loan_take_back"),
    path("loans/<slug:key>/give-back/", statements.give_back, name="bank_loan_give_back"),
    path(
        "loans/<slug:key>/agree-schedule/",
        schedules.agree,
        {"kind": "conventional"},
        name="bank_loan_agree_schedule",
    ),
    path("loans/<slug:key>/agree-line/", schedules.agree, {"kind": "line"}, name="bank_loan_agree_line"),
    path("loans/<slug:key>/new-terms/", schedules.new_terms, name="bank_loan_new_terms"),
    path("loans/<slug:key>/pause/", schedules.pause, name="bank_loan_pause"),
    path("loans/<slug:key>/forgive/", schedules.forgive, name="bank_loan_forgive"),
    path("loans/<slug:key>/write-off/", schedules.write_off, name="bank_loan_write_off"),
    path("loans/<slug:key>/recover/", schedules.recover, name="bank_loan_recover"),
    path("accounts/", holdings.list_all, name="bank_holdings"),
    path("accounts/open/", holdings.open_account, name="bank_holding_open"),
    path("accounts/<slug:key>/", holdings.show, name="bank_holding"),
    path("accounts/<slug:key>/<slug:what>/", holdings.move, name="bank_holding_move"),
    path("guarantees/", holdings.list_guarantees, name="bank_guarantees"),
    path("guarantees/give/", holdings.give_guarantee, name="bank_guarantee_give"),
    path("guarantees/set-aside/", holdings.set_aside, name="bank_guarantee_set_aside"),
    path("guarantees/<slug:key>/call/", holdings.call_guarantee, name="bank_guarantee_call"),
    path("guarantees/<slug:key>/release/", holdings.release_guarantee, name="bank_guarantee_release"),
]
