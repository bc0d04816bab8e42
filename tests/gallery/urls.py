from django.urls import include, path
from django.views.generic import RedirectView

from gallery import views
from herefor.ui.rooms import open_room

for order, verb in enumerate(["Lead", "Measure", "Answer", "Listen", "Speak", "Assess"]):
    open_room(verb=verb, url_name=f"{verb.lower()}:home", may_enter=lambda user: True, order=order)

urlpatterns = [
    *(
        path(f"{name}/", include(([path("", views.page, {"name": name}, "home")], name)))
        for name in ["lead", "measure", "answer", "listen", "speak", "assess"]
    ),
    path("survey/", views.survey, name="survey"),
    path("missing/", views.missing, name="missing"),
    path("logout/", views.missing, name="account_logout"),
    path("", RedirectView.as_view(url="/lead/")),
]
