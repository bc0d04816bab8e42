"""What every way to take part without an account shares: the code on the wall, and the cookie."""

import segno
from django.http import HttpRequest, HttpResponse

A_DAY = 24 * 60 * 60


def code_of(url: str) -> HttpResponse:
    """A link as an image."""
    svg = segno.make(url, error="m").svg_inline(scale=8, border=2, light="white")
    return HttpResponse(
        svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1),
        content_type="image/svg+xml",
    )


def remember(answer: HttpResponse, cookie: str, *, token: str, days: int = 1) -> HttpResponse:
    """This browser takes part, under a name that says nothing."""
    answer.set_signed_cookie(cookie, token, max_age=days * A_DAY, httponly=True, samesite="Lax")
    return answer


def remembered(request: HttpRequest, cookie: str) -> str:
    """The token, or nothing where there is none or somebody forged it."""
    return str(request.get_signed_cookie(cookie, default=""))
