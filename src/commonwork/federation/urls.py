"""Addresses of the federation, under /federation/."""

from django.urls import path

from commonwork.federation import council_urls, member_urls, year_end_urls
from commonwork.federation.views import affiliations, coops, dues, face, hours, stake, trade, year_ends

urlpatterns = [
    path("", face.show, name="federation"),
    path("jobs/", face.jobs, name="federation_jobs"),
    path("wealth/", face.wealth, name="federation_wealth"),
    path("year-ends/", face.year_ends, name="federation_year_ends"),
    path("solidarity/", face.solidarity, name="federation_solidarity"),
    path("my-stake/", stake.show, name="federation_my_stake"),
    path("dues/", dues.list_all, name="federation_dues"),
    path("dues/charge/", dues.charge, name="federation_dues_charge"),
    path("dues/<slug:key>/take-back/", dues.take_back, name="federation_dues_take_back"),
    path("applications/", affiliations.list_all, name="federation_affiliations"),
    path("apply/", affiliations.apply, name="federation_apply"),
    path("applications/<slug:key>/", affiliations.show, name="federation_affiliation"),
    path("applications/<slug:key>/answer/", affiliations.answer, name="federation_answer"),
    path("trade/", trade.list_all, name="federation_trade"),
    path("trade/write/", trade.write, name="federation_trade_write"),
    path("trade/invoices/<slug:key>/", trade.show, name="federation_invoice"),
    path("trade/invoices/<slug:key>/pay/", trade.pay, name="federation_invoice_pay"),
    path("trade/invoices/<slug:key>/take-back/", trade.take_back, name="federation_invoice_take_back"),
    path("coops/<slug:key>/", coops.show, name="federation_coop"),
    path("coops/<slug:key>/members/", coops.members, name="federation_members"),
    path("coops/<slug:key>/members/<slug:person_key>/", coops.statement, name="federation_statement"),
    path("coops/<slug:key>/buy-in/", coops.buy_in, name="federation_buy_in"),
    path(
        "coops/<slug:key>/buy-in/<slug:buy_in_key>/take-back/",
        coops.take_buy_in_back,
        name="federation_buy_in_take_back",
    ),
    path("coops/<slug:key>/wage/", coops.wage, name="federation_wage"),
    path("coops/<slug:key>/hours/", hours.list_all, name="federation_hours"),
    path("coops/<slug:key>/hours/enter/", hours.enter, name="federation_hours_enter"),
    path("coops/<slug:key>/hours/import/", hours.read_in, name="federation_hours_import"),
    path("coops/<slug:key>/hours/<int:pk>/take-back/", hours.take_back, name="federation_hours_take_back"),
    *year_end_urls.urlpatterns,
    path("coops/<slug:key>/year-ends/<int:year>/", year_ends.show, name="federation_year_end"),
    path(
        "coops/<slug:key>/year-ends/<int:year>/<slug:code>/", year_ends.step, name="federation_year_end_step"
    ),
    *council_urls.urlpatterns,
    *member_urls.urlpatterns,
]
