"""`python -m herefor` is `herefor`."""

from herefor.cli import app

app(prog_name="herefor")
