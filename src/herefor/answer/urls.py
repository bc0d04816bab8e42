from django.urls import path

from herefor.answer.views import calls, case, complain, follow, handing, inbox, joining

app_name = "answer"
urlpatterns = [
    path("answer/", inbox.home, name="home"),
    path("answer/cases/<int:pk>/", case.case, name="case"),
    path("answer/cases/<int:pk>/messages/", case.messages_of, name="messages"),
    path("answer/cases/<int:pk>/owner/", case.owner, name="owner"),
    path("answer/cases/<int:pk>/settlement/", case.settlement, name="settlement"),
    path("answer/cases/<int:pk>/reopening/", case.reopening, name="reopening"),
    path("answer/cases/<int:pk>/taking/", handing.taking, name="taking"),
    path("answer/cases/<int:pk>/handover/", handing.handover, name="handover"),
    path(
        "answer/cases/<int:pk>/handovers/<int:handover>/acceptance/",
        handing.acceptance,
        name="acceptance",
    ),
    path(
        "answer/cases/<int:pk>/handovers/<int:handover>/refusal/", handing.refusal, name="refusal"
    ),
    path("answer/cases/<int:pk>/promises/", handing.promises, name="promises"),
    path(
        "answer/cases/<int:pk>/promises/<int:promise>/kept/",
        handing.promise_kept,
        name="promise-kept",
    ),
    path(
        "answer/cases/<int:pk>/promises/<int:promise>/withdrawn/",
        handing.promise_withdrawn,
        name="promise-withdrawn",
    ),
    path("answer/cases/<int:pk>/merges/", joining.merges, name="merges"),
    path("answer/cases/<int:pk>/merges/<int:merge>/parting/", joining.parting, name="parting"),
    path("answer/cases/<int:pk>/links/<int:link>/end/", joining.unlinking, name="unlinking"),
    path("answer/cases/<int:pk>/snooze/", joining.snooze, name="snooze"),
    path("answer/cases/<int:pk>/spam/", joining.spam, name="spam"),
    path("answer/cases/<int:pk>/files/<int:file>/", case.file, name="file"),
    path("answer/calls/", calls.call, name="call"),
    path("answer/forms/", calls.doors, name="doors"),
    path("answer/forms/<int:pk>/end/", calls.door_closed, name="door-closed"),
    path("c/<str:key>/", follow.follow, name="follow"),
    path("c/<str:key>/words/", follow.words, name="follow-words"),
    path("c/<str:key>/confirmation/", follow.confirmation, name="follow-confirmation"),
    path("c/<str:key>/reopening/", follow.reopening, name="follow-reopening"),
    path("c/<str:key>/leader/", follow.leader, name="follow-leader"),
    path("c/<str:key>/withdrawal/", follow.withdrawal, name="follow-withdrawal"),
    path("c/<str:key>/again/", follow.follow_up, name="follow-again"),
    path("c/<str:key>/export/", follow.export, name="follow-export"),
    path("c/<str:key>/files/<int:pk>/", follow.handed_in, name="follow-file"),
    path("complain/<str:key>/", complain.entry, name="complain"),
]
