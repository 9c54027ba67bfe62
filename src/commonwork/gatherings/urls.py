"""Addresses of gatherings, below /gatherings/."""

from django.urls import path

from commonwork.gatherings.views import calendar, gatherings, registrations, rolls

urlpatterns = [
    path("", gatherings.list_all, name="gatherings"),
    path("feed.ics", calendar.feed, name="gatherings_feed"),
    path("new/", gatherings.announce, name="gatherings_announce"),
    path("registrations/<str:code>/", registrations.show, name="gatherings_registration"),
    path("registrations/<str:code>/cancel/", registrations.cancel, name="gatherings_registration_cancel"),
    path("<slug:key>.ics", calendar.single, name="gatherings_gathering_ics"),
    path("<slug:key>/", gatherings.show, name="gatherings_gathering"),
    path("<slug:key>/register/", registrations.register, name="gatherings_register"),
    path("<slug:key>/change/", gatherings.change, name="gatherings_change"),
    path("<slug:key>/call-off/", gatherings.call_off, name="gatherings_call_off"),
    path("<slug:key>/roll/", rolls.take, name="gatherings_roll"),
    path("<slug:key>/roll/door/", rolls.admit, name="gatherings_admit"),
    path("<slug:key>/roster/", rolls.roster, name="gatherings_roster"),
    path("<slug:key>/forget-guests/", registrations.forget_guests, name="gatherings_forget_guests"),
]
