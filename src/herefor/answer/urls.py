from django.urls import URLPattern, URLResolver

app_name = "answer"
urlpatterns: list[URLPattern | URLResolver] = []
