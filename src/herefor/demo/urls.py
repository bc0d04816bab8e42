"""The program's addresses, and beside them the demonstration's doors."""

from django.urls import path

from herefor.demo.doors import door
from herefor.site.urls import handler400
from herefor.site.urls import urlpatterns as site_urls

__all__ = ["handler400", "urlpatterns"]

urlpatterns = [path("demo/<slug:role>/", door, name="demo-door"), *site_urls]
