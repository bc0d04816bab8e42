from django.apps import AppConfig


class Story(AppConfig):
    name = "herefor.story"
    label = "story"
