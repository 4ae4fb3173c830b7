"""Every address of the elections app, by who looks."""

from elections import urls_member, urls_office, urls_public, urls_results, urls_voter

app_name = "elections"

urlpatterns = [
    *urls_public.urlpatterns,
    *urls_member.urlpatterns,
    *urls_voter.urlpatterns,
    *urls_results.urlpatterns,
    *urls_office.urlpatterns,
]
