"""Addresses of members, shares, hours of a week, pay, contested stakes and what a co-op says about itself."""

from django.urls import path

from commonwork.federation.views import contests, membership, pay, profiles, shares, totals, week

urlpatterns = [
    path("dashboard/", totals.show, name="federation_dashboard"),
    path("funds/", totals.funds, name="federation_funds"),
    path("coops/<slug:key>/roll/candidacy/", membership.begin_candidacy, name="federation_candidacy"),
    path("coops/<slug:key>/roll/admit/", membership.admit, name="federation_admit"),
    path("coops/<slug:key>/roll/leave/", membership.leave, name="federation_member_leave"),
    path("coops/<slug:key>/roll/import/", membership.read_in, name="federation_roll_import"),
    path("coops/<slug:key>/shares/", shares.show, name="federation_shares"),
    path("coops/<slug:key>/shares/agree/", shares.agree, name="federation_share_agree"),
    path("coops/<slug:key>/shares/pay-day/", shares.pay_day, name="federation_share_pay_day"),
    path("coops/<slug:key>/shares/issue/", shares.issue, name="federation_share_issue"),
    path("coops/<slug:key>/shares/transfer/", shares.transfer, name="federation_share_transfer"),
    path(
        "coops/<slug:key>/shares/certificates/<slug:certificate_key>/",
        shares.certificate,
        name="federation_certificate",
    ),
    path("coops/<slug:key>/notes/write/", shares.write_note, name="federation_exit_note_write"),
    path("coops/<slug:key>/notes/<slug:note_key>/", shares.note, name="federation_exit_note"),
    path(
        "coops/<slug:key>/notes/<slug:note_key>/pay/<int:number>/",
        shares.pay_part,
        name="federation_exit_note_pay",
    ),
    path(
        "coops/<slug:key>/notes/<slug:note_key>/take-back/",
        shares.take_note_back,
        name="federation_exit_note_take_back",
    ),
    path("coops/<slug:key>/hours/week/", week.enter, name="federation_hours_week"),
    path("coops/<slug:key>/hours/approve/", week.approve, name="federation_hours_approve"),
    path("coops/<slug:key>/pay/", pay.check, name="federation_pay"),
    path("coops/<slug:key>/payroll/", pay.list_pay, name="federation_payroll"),
    path("coops/<slug:key>/contests/", contests.list_all, name="federation_contests"),
    path("coops/<slug:key>/contests/raise/", contests.raise_one, name="federation_contest_raise"),
    path("coops/<slug:key>/contests/<slug:contest_key>/", contests.show, name="federation_contest"),
    path(
        "coops/<slug:key>/contests/<slug:contest_key>/answer/",
        contests.answer,
        name="federation_contest_answer",
    ),
    path("coops/<slug:key>/status/", profiles.show, name="federation_status"),
    path("coops/<slug:key>/profile/", profiles.keep, name="federation_profile"),
    path("coops/<slug:key>/profile/consent/", profiles.consent, name="federation_consent"),
    path("coops/<slug:key>/profile/premises/", profiles.add_premises, name="federation_premises"),
    path(
        "coops/<slug:key>/profile/premises/<int:pk>/leave/",
        profiles.leave_premises,
        name="federation_premises_leave",
    ),
    path("coops/<slug:key>/profile/principle/", profiles.report, name="federation_principle"),
]
