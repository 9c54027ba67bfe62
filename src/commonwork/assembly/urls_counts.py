"""Addresses of the counts, under /assembly/."""

from django.urls import path

from commonwork.assembly.views import counts

urlpatterns = [path("count-a-file/", counts.count_file, name="assembly_count_file")]
