"""Every address of the elections app, by who looks."""

from django.urls import register_converter

from elections import converters

register_converter(converters.ShareToken, "share")
register_converter(converters.VotingCode, "code")
register_converter(converters.Digest, "digest")

from elections import urls_api, urls_member, urls_office, urls_public, urls_results, urls_voter  # noqa: E402  the converters come first

app_name = "elections"

urlpatterns = [
    *urls_api.urlpatterns,
    *urls_public.urlpatterns,
    *urls_member.urlpatterns,
    *urls_voter.urlpatterns,
    *urls_results.urlpatterns,
    *urls_office.urlpatterns,
]
