from django.apps import AppConfig


class Files(AppConfig):
    name = "herefor.files"
    label = "files"
