from django.apps import AppConfig


class BooksConfig(AppConfig):
    name = "commonwork.books"
    label = "books"
