from django.apps import AppConfig


class Site(AppConfig):
    name = "herefor.site"
    label = "herefor_site"

    def ready(self) -> None:
        from herefor.site import checks  # noqa: F401  registers itself
