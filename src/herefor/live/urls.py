from django.urls import path

from herefor.live import views

app_name = "live"
urlpatterns = [path("live/token/<str:channel>/", views.token, name="token")]
