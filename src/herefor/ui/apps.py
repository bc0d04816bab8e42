from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "herefor.ui"
    label = "ui"
