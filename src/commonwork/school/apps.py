from django.apps import AppConfig


class SchoolConfig(AppConfig):
    name = "commonwork.school"
    label = "school"
