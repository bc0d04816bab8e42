from django.http import HttpRequest

from herefor.people.queries import the_organisation


def organisation(request: HttpRequest) -> dict[str, object]:
    return {"organisation": the_organisation()}
