from django.urls import path

from herefor.answer.views import case, complain, follow, inbox

app_name = "answer"
urlpatterns = [
    path("answer/", inbox.home, name="home"),
    path("answer/cases/<int:pk>/", case.case, name="case"),
    path("answer/cases/<int:pk>/messages/", case.messages_of, name="messages"),
    path("answer/cases/<int:pk>/owner/", case.owner, name="owner"),
    path("answer/cases/<int:pk>/settlement/", case.settlement, name="settlement"),
    path("answer/cases/<int:pk>/reopening/", case.reopening, name="reopening"),
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
