"""Addresses of the school, below /school/."""

from django.urls import path

from commonwork.school.views import badges, courses, learning, rolls, school

urlpatterns = [
    path("", school.school, name="school"),
    path("trained/", school.trained, name="school_trained"),
    path("check/", school.check, name="school_check"),
    path("my-learning/", learning.my_learning, name="school_my_learning"),
    path("courses/new/", courses.open_course, name="school_course_open"),
    path("courses/<slug:key>/", courses.show, name="school_course"),
    path("courses/<slug:key>/enrol/", courses.enrol, name="school_enrol"),
    path("courses/<slug:key>/leave/", courses.leave, name="school_leave"),
    path("courses/<slug:key>/enrol-someone/", courses.enrol_someone, name="school_enrol_someone"),
    path("courses/<slug:key>/roster/", rolls.roster, name="school_roster"),
    path("courses/<slug:key>/sessions/<int:number>/roll/", rolls.take, name="school_roll"),
    path("courses/<slug:key>/badges/", badges.award, name="school_award"),
    path("badges/<slug:key>/", badges.show, name="school_badge"),
    path("badges/<slug:key>/revoke/", badges.revoke, name="school_badge_revoke"),
]
