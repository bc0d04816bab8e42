from django.urls import path

from herefor.assess.views import assessment, judging, phone, workshop

app_name = "assess"
urlpatterns = [
    path("assess/", workshop.home, name="home"),
    path("assess/workshops/new/", workshop.new, name="workshop-new"),
    path("assess/workshops/<int:pk>/", workshop.workshop, name="workshop"),
    path("assess/workshops/<int:pk>/code.svg", workshop.code, name="workshop-code"),
    path("assess/workshops/<int:pk>/closing/", workshop.closing, name="workshop-closing"),
    path("assess/workshops/<int:pk>/actions/", workshop.actions, name="workshop-actions"),
    path("assess/workshops/<int:pk>/actions/<int:action>/done/", workshop.done, name="action-done"),
    path("assess/new/", assessment.new, name="assessment-new"),
    path("assess/<int:pk>/", assessment.overview, name="assessment"),
    path("assess/<int:pk>/ties/", assessment.ties, name="ties"),
    path("assess/<int:pk>/seats/", assessment.seats, name="seats"),
    path("assess/<int:pk>/onward/", assessment.onward, name="onward"),
    path("assess/<int:pk>/answers/<str:number>/", assessment.answer, name="answer"),
    path("assess/<int:pk>/marks/<str:number>/", assessment.mark, name="mark"),
    path("assess/<int:pk>/consensus/<str:number>/", judging.consensus, name="consensus"),
    path("assess/<int:pk>/agreement/", judging.agreement, name="agreement"),
    path("assess/<int:pk>/report/new/", judging.writing, name="report-new"),
    path("assess/<int:pk>/report/", judging.report, name="report"),
    path("assess/<int:pk>/report.pdf", judging.printed, name="report-pdf"),
    path("w/<str:key>/", phone.join, name="join"),
    path("w/<str:key>/<str:number>/", phone.item, name="item"),
]
