"""Every address of the product, as a menu."""

from django.urls import include, path

from config import health

urlpatterns = [
    path("health/", health.health),
    path("health/work/", health.work),
    path("api/v1/", include("config.api")),
    path("found/", include("desk.founding.urls")),
    path("", include("desk.demonstration.urls")),
    path("me/introductions/", include("consortium.urls.introductions")),
    path("", include("desk.urls")),
    path("accounts/", include("allauth.urls")),  # after the desk, whose page of addresses stands before the library's
    path("<slug:consortium>/", include("charter.urls")),
    path("<slug:consortium>/", include("duties.urls")),
    path("<slug:consortium>/", include("consortium.urls")),
    path("<slug:consortium>/", include("treasury.urls")),
    path("mail/", include("consortium.urls.mail")),
    path("<slug:consortium>/", include("membership.urls")),
    # Each app's own: path("<slug:consortium>/", include("<app>.urls")),
]
handler400 = "web.error_pages.bad_request"
handler403 = "web.error_pages.forbidden"
handler404 = "web.error_pages.not_found"
handler500 = "web.error_pages.broken"
