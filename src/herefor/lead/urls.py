from django.urls import path

from herefor.lead import views

app_name = "lead"
urlpatterns = [
    path("", views.home, name="home"),
    path("findings/<int:pk>/decision/", views.decide, name="decide"),
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/<int:pk>/", views.commitment, name="commitment"),
    path("commitments/<int:pk>/telling/", views.telling, name="telling"),
    path("commitments/<int:pk>/keeping/", views.keeping, name="keeping"),
]
