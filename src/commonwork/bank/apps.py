from django.apps import AppConfig


class BankConfig(AppConfig):
    name = "commonwork.bank"
    label = "bank"
