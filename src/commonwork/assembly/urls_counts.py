"""Addresses of the counts, under /assembly/."""

from django.urls import path

from commonwork.assembly.views import consent_counts, counts

urlpatterns = [
    path("count-a-file/", counts.count_file, name="assembly_count_file"),
    path("rounds/<slug:key>/steps/", consent_counts.show, name="assembly_round_steps"),
]
