"""Who is signed in, found with the offices they hold by one statement of each request."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from members.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> User | None:
        user = User.objects.with_offices().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
