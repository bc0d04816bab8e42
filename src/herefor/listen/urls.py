from django.urls import path

from herefor.listen.api import api
from herefor.listen.views import asking, customer, importing

app_name = "listen"
urlpatterns = [
    path("s/<str:key>/", customer.open_link, name="open"),
    path("s/<int:wave_id>/<str:token>/", customer.personal_link, name="personal"),
    path("r/<str:key>/receipt/", customer.receipt, name="receipt"),
    path("r/<str:key>/<int:number>/", customer.page, name="page"),
    path("listen/", asking.home, name="home"),
    path("listen/surveys/new/", asking.new_survey, name="new-survey"),
    path("listen/surveys/<int:pk>/", asking.survey, name="survey"),
    path("listen/surveys/<int:pk>/editions/", asking.editions, name="editions"),
    path("listen/surveys/<int:pk>/waves/", asking.waves, name="waves"),
    path("listen/questions/<int:pk>/", asking.question, name="question"),
    path("listen/waves/<int:pk>/", asking.wave, name="wave"),
    path("listen/waves/<int:pk>/invitations/", asking.invitations, name="invitations"),
    path("listen/waves/<int:pk>/invitations.csv", asking.invitations_csv, name="invitations-csv"),
    path("listen/links/<int:pk>.svg", asking.link_as_qr, name="link-qr"),
    path("listen/imports/", importing.imports, name="imports"),
    path("listen/imports/<int:pk>/", importing.import_run, name="import"),
    path("listen/imports/<int:pk>/taking-in/", importing.taking_in, name="taking-in"),
    path("listen/imports/<int:pk>/undoing/", importing.undoing, name="undoing"),
    path("listen/imports/<int:pk>/problems.csv", importing.problems_csv, name="problems"),
    path("api/v1/", api.urls),
]
