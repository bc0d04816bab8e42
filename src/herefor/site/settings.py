"""Settings of one installation. Every variable is described in docs/reference/settings.md."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from herefor.site import environment

DATA = environment.folder("HEREFOR_DATA", "data")
DEMO = environment.yes_or_no("HEREFOR_DEMO")
DEBUG = environment.yes_or_no("HEREFOR_DEBUG")
SECRET_KEY = environment.secret_key("HEREFOR_SECRET_KEY", kept_in=DATA)
ALLOWED_HOSTS = environment.words("HEREFOR_HOSTS", "127.0.0.1,localhost,[::1]")
BEHIND_HTTPS = environment.yes_or_no("HEREFOR_HTTPS")
PUBLIC_ADDRESS = environment.text("HEREFOR_ADDRESS", "http://127.0.0.1:8000").rstrip("/")

DATABASES = {"default": environment.database("HEREFOR_DATABASE_URL", data=DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "herefor.site.apps.Site",
    "herefor.assess.apps.Assess",
    "herefor.lead.apps.Lead",
    "herefor.insight.apps.Insight",
    "herefor.answer.apps.Answer",
    "herefor.hall.apps.Hall",
    "herefor.speak.apps.Speak",
    "herefor.listen.apps.Listen",
    "herefor.duty.apps.Duty",
    "herefor.mail.apps.Mail",
    "herefor.files.apps.Files",
    "herefor.people.apps.People",
    "herefor.live.apps.Live",
    "herefor.story.apps.Story",
    "herefor.ui",
    "allauth",
    "allauth.account",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "herefor.site.setup.SetUpFirst",
    "herefor.site.refusals.SayWhatFormsAreFor",
]

ROOT_URLCONF = "herefor.demo.urls" if DEMO else "herefor.site.urls"
WSGI_APPLICATION = "herefor.site.wsgi.application"
FORM_RENDERER = "herefor.ui.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "herefor.people.context.organisation",
                "herefor.ui.context.rooms",
            ],
        },
    }
]

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["herefor.people.adapter.WithRoles"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "herefor.people.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = True
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
TIME_ZONE = environment.text("HEREFOR_TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

MEDIA_ROOT = DATA / "handed-in"
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 300

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if PUBLIC_ADDRESS.startswith("https://") else []
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
WEBHOOKS_INSIDE = environment.yes_or_no("HEREFOR_WEBHOOKS_INSIDE")
LIVE_HUBS = environment.number("HEREFOR_HUBS", 0)
LIVE_HUB_PLACE = environment.place("HEREFOR_HUB", "127.0.0.1:8001")
LIVE_STREAMS = environment.number("HEREFOR_STREAMS", 20_000)
LIVE_FROM_ONE_ADDRESS = environment.number("HEREFOR_STREAMS_FROM_ONE_ADDRESS", 200)
PHONE_ADDRESS = environment.text("HEREFOR_PHONE_ADDRESS", "https://api.twilio.com").rstrip("/")
PHONE_ACCOUNT = environment.text("HEREFOR_PHONE_ACCOUNT")
PHONE_TOKEN = environment.text("HEREFOR_PHONE_TOKEN")
PHONE_NUMBER = environment.text("HEREFOR_PHONE_NUMBER")
MAIL_LMTP = environment.place("HEREFOR_LMTP")
MAIL_SMTP_IN = environment.place("HEREFOR_SMTP_IN")
MAIL_CA = environment.certificates("HEREFOR_MAIL_CA")
MAIL_ASKS_DNS = environment.yes_or_no("HEREFOR_MAIL_DNS", default=True)
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A visitor's mistake is answered on the page; it is nothing for the log.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": environment.text("HEREFOR_LOG_LEVEL", "WARNING")},
}
