from django.urls import path

from herefor.insight import views

app_name = "insight"
urlpatterns = [
    path("", views.home, name="home"),
    path("units.csv", views.units_csv, name="units-csv"),
    path("findings/<int:pk>/", views.finding, name="finding"),
    path("findings/<int:pk>.json", views.finding_json, name="finding-json"),
    path("findings/<int:pk>.csv", views.finding_csv, name="finding-csv"),
]
