from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from herefor.assess.views import (
    after,
    application,
    assessment,
    comments,
    consensus,
    crosswalk,
    judges,
    judging,
    phone,
    practices,
    results,
    scorebook,
    team,
    training,
    visit,
    workshop,
)
from herefor.assess.views.seats import asked

app_name = "assess"


def seat(route: str, view: Callable[..., Any], *, name: str) -> URLPattern:
    """A page of one assessment: ties are asked for before it opens."""
    return path(f"assess/<int:pk>/{route}", asked(view), name=name)


urlpatterns = [
    path("assess/", workshop.home, name="home"),
    path("assess/workshops/new/", workshop.new, name="workshop-new"),
    path("assess/workshops/<int:pk>/", workshop.workshop, name="workshop"),
    path("assess/workshops/<int:pk>/code.svg", workshop.code, name="workshop-code"),
    path("assess/workshops/<int:pk>/closing/", workshop.closing, name="workshop-closing"),
    path("assess/workshops/<int:pk>/actions/", workshop.actions, name="workshop-actions"),
    path("assess/workshops/<int:pk>/actions/<int:action>/done/", workshop.done, name="action-done"),
    path(
        "assess/workshops/<int:pk>/actions/<int:action>/promise/",
        after.action,
        name="action-promise",
    ),
    path("assess/new/", assessment.new, name="assessment-new"),
    path("assess/crosswalk/", crosswalk.table, name="crosswalk"),
    path("assess/texts/", crosswalk.texts, name="texts"),
    path("assess/texts/<slug:edition>/removal/", crosswalk.removal, name="texts-removal"),
    path("assess/practices/", practices.library, name="practices"),
    path("assess/practices/new/", practices.new, name="practice-new"),
    path("assess/practices/<int:pk>/", practices.practice, name="practice"),
    path("assess/practices/<int:pk>/words/", practices.change, name="practice-change"),
    path("assess/practices/<int:pk>/evidence/", practices.proof, name="practice-proof"),
    path("assess/practices/<int:pk>/review/", practices.review, name="practice-review"),
    path("assess/practices/<int:pk>/post/", practices.post, name="practice-post"),
    path("assess/training/", training.home, name="training"),
    path("assess/training/cases/<slug:key>/", training.case, name="case"),
    path("assess/training/<int:pk>/", training.exercise, name="exercise"),
    path("assess/training/<int:pk>/finish/", training.finishing, name="exercise-finish"),
    path("assess/training/<int:pk>/<str:number>/", training.item, name="exercise-item"),
    path("assess/certificates/<int:pk>/", training.certificate, name="certificate"),
    path(
        "assess/certificates/<int:pk>/certificate.pdf",
        training.certificate_printed,
        name="certificate-pdf",
    ),
    seat("", assessment.overview, name="assessment"),
    seat("ties/", assessment.ties, name="ties"),
    seat("handover/", assessment.handover, name="handover"),
    seat("seats/", assessment.seats, name="seats"),
    seat("onward/", assessment.onward, name="onward"),
    seat("answers/<str:number>/", application.answer, name="answer"),
    seat("answers/<str:number>/evidence/", application.evidence, name="evidence"),
    seat("answers/<str:number>/results/", results.new, name="result-new"),
    seat("answers/<str:number>/results/<int:which>/", results.result, name="result"),
    seat("evidence/<int:which>/back/", application.evidence_back, name="evidence-back"),
    seat("evidence/<int:which>/document/", application.document, name="document"),
    seat("key-factors/", application.key_factors, name="key-factors"),
    seat("key-factors/<int:which>/", application.key_factor, name="key-factor"),
    seat("key-factors/<int:which>/back/", application.key_factor_back, name="key-factor-back"),
    seat("scorebook/", scorebook.book, name="scorebook"),
    seat("marks/<str:number>/", scorebook.item, name="mark"),
    seat("marks/<str:number>/comments/", comments.comments, name="comments"),
    seat("comments/<int:which>/", comments.comment, name="comment"),
    seat("comments/<int:which>/drop/", comments.drop, name="comment-drop"),
    seat("team/", team.team, name="team"),
    seat("team/opening/", team.opening, name="opening"),
    seat("team/leads/", team.leads, name="leads"),
    seat("team/<int:which>/leaving/", team.leaving, name="leaving"),
    seat("consensus/", consensus.overview, name="consensus-overview"),
    seat("consensus/<str:number>/", consensus.item, name="consensus"),
    seat("agreement/", consensus.agreement, name="agreement"),
    seat("site/", visit.issues, name="issues"),
    seat("site/<int:which>/", visit.issue, name="issue"),
    seat("blinding/", judging.blinding, name="blinding"),
    seat("judges/", judges.judging, name="judges"),
    seat("report/new/", judging.writing, name="report-new"),
    seat("report/", judging.report, name="report"),
    seat("report.pdf", judging.printed, name="report-pdf"),
    seat("after/", after.overview, name="after"),
    seat("after/<int:which>/", after.opportunity, name="after-promise"),
    path("w/<str:key>/", phone.join, name="join"),
    path("w/<str:key>/<str:number>/", phone.item, name="item"),
]
