"""Visiting the running program with a browser."""

from worlds import PASSWORD


def visitor(chromium, program, **options):
    context = chromium.new_context(base_url=f"http://127.0.0.1:{program.port}", **options)
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def signed_in(chromium, program, who, **options):
    page = visitor(chromium, program, **options)
    page.goto("/sign-in/login/")
    page.get_by_label("Email").fill(f"{who}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    go(page.get_by_role("button", name="Sign in"))
    return page


def go(link_or_button):
    """Click and wait for the page it leads to; what comes next reads that page, not the last."""
    with link_or_button.page.expect_navigation():
        link_or_button.click()
