from django.apps import AppConfig


class Mail(AppConfig):
    name = "herefor.mail"
    label = "mail"
