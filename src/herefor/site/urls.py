"""Every address of the program. The only file that knows every room."""

from django.urls import include, path

from herefor.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("set-up/<str:token>/", views.set_up_page, name="set-up"),
    path("sign-in/", include("herefor.people.sign_in")),
    path("", include("herefor.live.urls")),
    path("lead/", include("herefor.lead.urls")),
    path("measure/", include("herefor.insight.urls")),
    path("duty/", include("herefor.duty.urls")),
    path("", include("herefor.assess.urls")),
    path("", include("herefor.answer.urls")),
    path("", include("herefor.mail.urls")),
    path("", include("herefor.people.urls")),
    path("", include("herefor.hall.urls")),
    path("", include("herefor.listen.urls")),
    path("", include("herefor.speak.urls")),
]

handler400 = "herefor.site.views.bad_request"
