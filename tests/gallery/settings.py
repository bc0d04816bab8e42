"""A site that shows the design system and nothing else; it never ships.

PYTHONPATH=src:tests python -m django runserver --settings gallery.settings
"""

from pathlib import Path

SECRET_KEY = "gallery"
DEBUG = True
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "gallery.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "herefor.ui",
]
MIDDLEWARE = ["gallery.views.strict_policy"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "herefor.ui.context.rooms",
                "gallery.views.visitor",
            ]
        },
    }
]
FORM_RENDERER = "herefor.ui.forms.Renderer"
STATIC_URL = "/static/"
USE_TZ = True
