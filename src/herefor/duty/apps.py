from django.apps import AppConfig


class Duty(AppConfig):
    name = "herefor.duty"
    label = "duty"
