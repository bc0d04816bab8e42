from django.urls import path

from herefor.hall.views import visit

app_name = "hall"
urlpatterns = [
    path("halls/", visit.halls, name="halls"),
    path("halls/<str:key>/", visit.hall, name="hall"),
    path("halls/<str:key>/questions/", visit.questions, name="questions"),
    path("halls/<str:key>/questions/<int:pk>/vote/", visit.votes, name="votes"),
    path("halls/<str:key>/polls/<int:pk>/choice/", visit.choices, name="choices"),
    path("halls/<str:key>/now/", visit.state, name="state"),
    path("halls/<str:key>/calendar.ics", visit.calendar, name="calendar"),
    path("halls/<str:key>/said/", visit.transcript, name="transcript"),
    path("halls/<str:key>/screen/", visit.screen, name="screen"),
]
