"""Addresses of the bank, under /bank/."""

from django.urls import include, path

from commonwork.bank.urls_requests import urlpatterns as requests
from commonwork.bank.views import committee, face, loans, money

urlpatterns = [
    path("", face.show, name="bank"),
    path("", include("commonwork.bank.urls_funds")),
    path("lent/", face.lent, name="bank_lent"),
    path("apply/", loans.apply, name="bank_apply"),
    path("loans/", loans.list_all, name="bank_loans"),
    path("loans/<slug:key>/", loans.show, name="bank_loan"),
    path("loans/<slug:key>/public/", loans.set_public, name="bank_loan_public"),
    path("loans/<slug:key>/vote/", committee.vote, name="bank_loan_vote"),
    path("loans/<slug:key>/decide/", committee.decide, name="bank_loan_decide"),
    path("loans/<slug:key>/agree/", committee.agree, name="bank_loan_agree"),
    path("loans/<slug:key>/pay-out/", money.pay_out, name="bank_loan_pay_out"),
    path("loans/<slug:key>/close-quarter/", money.close_quarter, name="bank_loan_close_quarter"),
    path("loans/<slug:key>/pay/", money.pay, name="bank_loan_pay"),
    path("", include("commonwork.bank.urls_loans")),
    *requests,
]
