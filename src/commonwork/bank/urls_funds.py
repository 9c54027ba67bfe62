"""Addresses of funds, supporters, payouts and reports, under /bank/."""

from django.urls import path

from commonwork.bank.views import funds, giving, payouts, receiving, reports, supporter_papers, supporters

urlpatterns = [
    path("give/", funds.give, name="bank_give"),
    path("funds/", funds.list_all, name="bank_funds"),
    path("funds/open/", funds.open_fund, name="bank_fund_open"),
    path("funds/<slug:key>/", funds.show, name="bank_fund"),
    path("funds/<slug:key>/spend/", funds.spend, name="bank_fund_spend"),
    path("loans/<slug:key>/fund/", funds.choose, name="bank_loan_fund"),
    path("my-giving/", giving.mine, name="bank_my_giving"),
    path("giving/<slug:key>/<str:token>/", giving.by_link, name="bank_giving"),
    path(
        "giving/<slug:key>/<str:token>/gifts/<slug:gift>.pdf",
        supporter_papers.receipt,
        name="bank_gift_receipt",
    ),
    path(
        "giving/<slug:key>/<str:token>/<slug:what>-<int:year>.pdf",
        supporter_papers.of_year,
        name="bank_paper",
    ),
    path("supporters/", supporters.list_all, name="bank_supporters"),
    path("supporters/new/", supporters.new, name="bank_supporter_new"),
    path("supporters/<slug:key>/", supporters.show, name="bank_supporter"),
    path("supporters/<slug:key>/gift/", supporters.gift, name="bank_supporter_gift"),
    path("supporters/<slug:key>/pledge/", supporters.pledge, name="bank_supporter_pledge"),
    path("supporters/<slug:key>/account/", supporters.account, name="bank_supporter_account"),
    path("supporters/<slug:key>/link/", supporters.renew_link, name="bank_supporter_link"),
    path("supporters/<slug:key>/forget/", supporters.forget, name="bank_supporter_forget"),
    path("gifts/<slug:key>/take-back/", supporters.take_back, name="bank_gift_take_back"),
    path("pledges/<slug:key>/end/", supporters.end_pledge, name="bank_pledge_end"),
    path("receive/", receiving.list_all, name="bank_receive"),
    path("receive/<slug:key>/", receiving.settle, name="bank_receive_line"),
    path("payouts/", payouts.list_all, name="bank_payouts"),
    path("payouts/new/", payouts.choose, name="bank_payout_new"),
    path("payouts/new/<slug:provider>/", payouts.new, name="bank_payout_make"),
    path("payouts/payer/", payouts.payer, name="bank_payer"),
    path("payouts/payee/<slug:key>/", payouts.payee, name="bank_payee"),
    path("payouts/runs/<slug:key>/", payouts.show, name="bank_payout_run"),
    path("payouts/runs/<slug:key>/release/", payouts.release, name="bank_payout_release"),
    path("payouts/runs/<slug:key>/cancel/", payouts.cancel, name="bank_payout_cancel"),
    path("payouts/runs/<slug:key>/file/", payouts.take_file, name="bank_payout_file"),
    path("reports/", reports.index, name="bank_reports"),
    path("reports/gauges/", reports.prudence, name="bank_gauges"),
    path("reports/loan-tape/", reports.tape, name="bank_loan_tape"),
    path("reports/past-due/", reports.past_due, name="bank_past_due"),
    path("reports/portfolio/", reports.portfolio, name="bank_portfolio"),
    path("reports/jobs/", reports.jobs, name="bank_jobs"),
    path("reports/controls/", reports.controls, name="bank_controls"),
]
