from django.urls import path

from herefor.answer import follow, views

app_name = "answer"
urlpatterns = [
    path("answer/", views.home, name="home"),
    path("answer/cases/<int:pk>/", views.case, name="case"),
    path("answer/cases/<int:pk>/messages/", views.messages_of, name="messages"),
    path("answer/cases/<int:pk>/owner/", views.owner, name="owner"),
    path("answer/cases/<int:pk>/settlement/", views.settlement, name="settlement"),
    path("answer/cases/<int:pk>/reopening/", views.reopening, name="reopening"),
    path("c/<str:key>/", follow.follow, name="follow"),
    path("c/<str:key>/words/", follow.words, name="follow-words"),
    path("c/<str:key>/confirmation/", follow.confirmation, name="follow-confirmation"),
    path("c/<str:key>/reopening/", follow.reopening, name="follow-reopening"),
]
