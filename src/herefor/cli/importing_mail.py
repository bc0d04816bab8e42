"""`herefor import-mail`: bring old letters in as history."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def import_mail(
    file: Annotated[Path, typer.Argument(help="An mbox, or one letter (.eml).", exists=True)],
    mailbox: Annotated[
        str, typer.Option(help="The mailbox the letters belong to; the only one when absent.")
    ] = "",
    data: Annotated[Path, typer.Option(help="The folder that holds all data.")] = Path("data"),
) -> None:
    """Bring old letters in as history. Nothing is sent and no case is opened for them."""
    from herefor.site.start import prepare

    prepare(data=data.resolve(), host="127.0.0.1", port=8000, demo=False)
    from herefor.mail import verbs
    from herefor.mail.models import Mailbox

    known = list(
        Mailbox.objects.filter(address__iexact=mailbox) if mailbox else Mailbox.objects.all()
    )
    if len(known) != 1:
        names = ", ".join(Mailbox.objects.values_list("address", flat=True)) or "none yet"
        sys.exit(f"Please name one mailbox by --mailbox: {names}.")
    made = verbs.import_mail(file, mailbox=known[0])
    print(  # noqa: T201  the terminal is where this is read
        f"Brought in {made.letters} letters as history, {made.already_there} were there already. "
        f"Threaded: {made.threaded}. Held as automatic: {made.held}. Sent: {made.sent}."
    )
    if made.unreadable:
        print(  # noqa: T201  as above
            f"{made.unreadable} could not be read. They are kept; see what waits under Mail."
        )
