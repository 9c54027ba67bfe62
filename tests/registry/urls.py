"""The addresses of the site with the page that takes in a list of people in front."""

from django.urls import path

from commonwork.site.importing.views import take_in_people
from commonwork.site.urls import urlpatterns as addresses

urlpatterns = [path("people/import/", take_in_people, name="people_import"), *addresses]
