from django.urls import path

from herefor.assess.views import phone, workshop

app_name = "assess"
urlpatterns = [
    path("assess/", workshop.home, name="home"),
    path("assess/workshops/new/", workshop.new, name="workshop-new"),
    path("assess/workshops/<int:pk>/", workshop.workshop, name="workshop"),
    path("assess/workshops/<int:pk>/code.svg", workshop.code, name="workshop-code"),
    path("assess/workshops/<int:pk>/closing/", workshop.closing, name="workshop-closing"),
    path("assess/workshops/<int:pk>/actions/", workshop.actions, name="workshop-actions"),
    path("assess/workshops/<int:pk>/actions/<int:action>/done/", workshop.done, name="action-done"),
    path("w/<str:key>/", phone.join, name="join"),
    path("w/<str:key>/<str:number>/", phone.item, name="item"),
]
