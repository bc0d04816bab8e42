from django.urls import path

from herefor.mail.views import held, letters, mailboxes, queue, unsubscribing

app_name = "mail"
urlpatterns = [
    path("mail/", mailboxes.home, name="home"),
    path("mail/mailboxes/", mailboxes.add, name="add"),
    path("mail/mailboxes/<int:pk>/", mailboxes.change, name="mailbox"),
    path("mail/mailboxes/<int:pk>/trial/", mailboxes.trial, name="trial"),
    path("mail/mailboxes/<int:pk>/pause/", mailboxes.pause, name="pause"),
    path("mail/mailboxes/<int:pk>/release/", mailboxes.release, name="release"),
    path("mail/out/", queue.home, name="out"),
    path("mail/out/<int:pk>/again/", queue.again, name="again"),
    path("mail/out/<int:pk>/arrived/", queue.arrived, name="arrived"),
    path("mail/out/<int:pk>/withdrawal/", queue.withdrawal, name="withdrawal"),
    path("mail/bounced/<int:pk>/", queue.bounced, name="bounced"),
    path("mail/waiting/", held.home, name="waiting"),
    path("mail/waiting/<int:pk>/again/", held.again, name="held-again"),
    path("mail/waiting/<int:pk>/settled/", held.settled, name="held-settled"),
    path("mail/waiting/<int:pk>/source/", held.source, name="held-source"),
    path("mail/waiting/mailboxes/<int:pk>/release/", held.release, name="waiting-release"),
    path("mail/letters/<int:pk>/source/", letters.source, name="source"),
    path("mail/letters/<int:pk>/designed/", letters.designed, name="designed"),
    path("mail/letters/<int:pk>/files/<int:file>/", letters.attachment, name="attachment"),
    path("unsubscribe/<str:key>/", unsubscribing.unsubscribe_page, name="unsubscribe"),
]
