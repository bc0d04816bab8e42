from django.urls import path

from herefor.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.home, name="home"),
    path("people/units/", views.units, name="units"),
    path("people/promises/", views.promises, name="promises"),
    path("people/accounts/", views.accounts, name="accounts"),
    path("people/accounts/<int:pk>/", views.account, name="account"),
    path("people/accounts/<int:pk>/sign-in-links/", views.sign_in_links, name="sign-in-links"),
    path("people/roles/<int:pk>/", views.role, name="role"),
    path("people/customers/<int:pk>/", views.customer, name="customer"),
    path("people/customers/<int:pk>/merges/", views.merges, name="customer-merges"),
    path(
        "people/customers/<int:pk>/merges/<int:merge>/parting/",
        views.parting,
        name="customer-parting",
    ),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
]
