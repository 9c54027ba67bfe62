"""Addresses of what resolutions set in motion, under /assembly/."""

from django.urls import path

from commonwork.assembly.views import effects

urlpatterns = [
    path("followed/", effects.list_all, name="assembly_effects"),
    path("followed/feed.atom", effects.feed, name="assembly_feed"),
    path("followed/plan/<slug:kind>/", effects.plan, name="assembly_effect_plan"),
    path("followed/<slug:key>/", effects.show, name="assembly_effect"),
    path("followed/<slug:key>/begin/", effects.begin, name="assembly_effect_begin"),
    path("followed/<slug:key>/report/", effects.report, name="assembly_effect_report"),
    path("followed/<slug:key>/pay/", effects.pay, name="assembly_effect_pay"),
    path("followed/<slug:key>/finish/", effects.finish, name="assembly_effect_finish"),
    path("followed/<slug:key>/drop/", effects.drop, name="assembly_effect_drop"),
]
