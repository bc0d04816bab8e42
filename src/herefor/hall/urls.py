from django.urls import path

from herefor.hall.views import calls, host, plan, visit

app_name = "hall"
urlpatterns = [
    path("halls/", visit.halls, name="halls"),
    path("halls/calls/<str:key>/<slug:step>/", calls.step, name="call-step"),
    path("halls/<str:key>/", visit.hall, name="hall"),
    path("halls/<str:key>/questions/", visit.questions, name="questions"),
    path("halls/<str:key>/questions/<int:pk>/vote/", visit.votes, name="votes"),
    path("halls/<str:key>/polls/<int:pk>/choice/", visit.choices, name="choices"),
    path("halls/<str:key>/now/", visit.state, name="state"),
    path("halls/<str:key>/calendar.ics", visit.calendar, name="calendar"),
    path("halls/<str:key>/said/", visit.transcript, name="transcript"),
    path("halls/<str:key>/screen/", visit.screen, name="screen"),
    path("halls/<str:key>/typing/<str:typist>/", plan.typist, name="typist"),
    path("meet/", host.home, name="home"),
    path("meet/new/", plan.new, name="new"),
    path("meet/<int:pk>/", host.host, name="host"),
    path("meet/<int:pk>/plan/", plan.plan, name="plan"),
    path("meet/<int:pk>/calling-off/", plan.calling_off, name="calling-off"),
    path("meet/<int:pk>/guests/", plan.guests, name="guests"),
    path("meet/<int:pk>/beginning/", host.beginning, name="beginning"),
    path("meet/<int:pk>/end/", host.end, name="end"),
    path("meet/<int:pk>/moderation/", host.moderation, name="moderation"),
    path("meet/<int:pk>/questions/<int:question>/showing/", host.showing, name="showing"),
    path("meet/<int:pk>/questions/<int:question>/holding/", host.holding, name="holding"),
    path("meet/<int:pk>/questions/<int:question>/turn/", host.turn, name="turn"),
    path("meet/<int:pk>/questions/<int:question>/answer/", host.answer, name="answer"),
    path("meet/<int:pk>/turns/<int:turn>/end/", host.turn_end, name="turn-end"),
    path("meet/<int:pk>/polls/", plan.polls, name="polls"),
    path("meet/<int:pk>/polls/<int:poll>/closing/", plan.poll_closing, name="poll-closing"),
    path("meet/<int:pk>/lines/", plan.lines, name="lines"),
    path("meet/<int:pk>/lines/<int:line>/", plan.line, name="line"),
    path("meet/<int:pk>/lines/link/", plan.typist_link, name="typist-link"),
    path("meet/<int:pk>/calls/", plan.calls, name="calls"),
    path("meet/<int:pk>/calls/<int:call>/question/", plan.caller, name="caller"),
]
