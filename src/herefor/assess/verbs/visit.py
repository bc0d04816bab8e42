"""Issues of the site visit: raised by the team, settled by what was found."""

from django.db import transaction

from herefor.assess.access import Act
from herefor.assess.models import Assessment, Seat, SiteIssue
from herefor.assess.verbs.assessment import NotNow, refuse
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def raise_issue(
    assessment: Assessment, *, item: str, kind: str, question: str, by: Seat
) -> SiteIssue:
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.RAISE_ISSUES)
        issue = assessment.site_issues.create(
            item=item, kind=kind, question=question, by=by, at=now()
        )
        tell("site issue raised", about=assessment, by=by.account, unit=assessment.unit, item=item)
    return issue


def settle_issue(issue: SiteIssue, *, found: str, by: Seat) -> SiteIssue:
    """Raises NotNow where somebody wrote down a finding first: that one stays."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.SETTLE_ISSUES)
        open_yet = SiteIssue.objects.filter(pk=issue.pk, found_at=None)
        if not open_yet.update(found=found, found_by=by, found_at=now()):
            raise NotNow("the issue is settled")
        assessment = issue.assessment
        tell(
            "site issue settled",
            about=assessment,
            by=by.account,
            unit=assessment.unit,
            item=issue.item,
        )
    issue.refresh_from_db()
    return issue
