"""Addresses of gatherings, below /gatherings/."""

from django.urls import path

from commonwork.gatherings.views import calendar, doors, gatherings, payments, registrations, reports, rolls

urlpatterns = [
    path("", gatherings.list_all, name="gatherings"),
    path("feed.ics", calendar.feed, name="gatherings_feed"),
    path("mine/", calendar.mine, name="gatherings_mine"),
    path("mine/<str:token>.ics", calendar.personal, name="gatherings_personal_feed"),
    path("import/", reports.take_in, name="gatherings_import"),
    path("code/", registrations.find, name="gatherings_find"),
    path("new/", gatherings.announce, name="gatherings_announce"),
    path("registrations/<str:code>/", registrations.show, name="gatherings_registration"),
    path("registrations/<str:code>/cancel/", registrations.cancel, name="gatherings_registration_cancel"),
    path("registrations/<str:code>/places/", registrations.resize, name="gatherings_registration_resize"),
    path("<slug:key>.ics", calendar.single, name="gatherings_gathering_ics"),
    path("<slug:key>/", gatherings.show, name="gatherings_gathering"),
    path("<slug:key>/register/", registrations.register, name="gatherings_register"),
    path("<slug:key>/change/", gatherings.change, name="gatherings_change"),
    path("<slug:key>/call-off/", gatherings.call_off, name="gatherings_call_off"),
    path("<slug:key>/roll/", rolls.take, name="gatherings_roll"),
    path("<slug:key>/roll/door/", rolls.admit, name="gatherings_admit"),
    path("<slug:key>/door/", doors.door, name="gatherings_door"),
    path("<slug:key>/door/passing/", doors.passing, name="gatherings_door_passing"),
    path("<slug:key>/door/send/", doors.send, name="gatherings_door_send"),
    path("<slug:key>/door/kept/", doors.kept, name="gatherings_door_kept"),
    path("<slug:key>/door/worker.js", doors.worker, name="gatherings_door_worker"),
    path("<slug:key>/door/pin/", doors.pin, name="gatherings_pin"),
    path("<slug:key>/here/", doors.here, name="gatherings_here"),
    path("<slug:key>/attendance/", doors.attendance, name="gatherings_attendance"),
    path("<slug:key>/registered/", registrations.list_all, name="gatherings_registered"),
    path("<slug:key>/registered/new/", registrations.from_paper, name="gatherings_from_paper"),
    path("<slug:key>/money/", payments.show, name="gatherings_money"),
    path("registrations/<slug:key>/pay/", payments.receive, name="gatherings_pay"),
    path("payments/<slug:key>/return/", payments.give_back, name="gatherings_return"),
    path("<slug:key>/report/", reports.report, name="gatherings_report"),
    path("<slug:key>/questions/", reports.questions, name="gatherings_questions"),
    path("<slug:key>/hosts/", reports.hosts, name="gatherings_hosts"),
    path("<slug:key>/sessions/new/", reports.add_session, name="gatherings_add_session"),
    path("<slug:key>/roster/", rolls.roster, name="gatherings_roster"),
    path("<slug:key>/forget-guests/", registrations.forget_guests, name="gatherings_forget_guests"),
]
