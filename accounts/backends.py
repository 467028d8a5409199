from django.contrib.auth.backends import ModelBackend

from .models import User


class OfficeBackend(ModelBackend):
    """Django's own, but the person comes with their office: every page needs both, and one query is enough."""

    def get_user(self, user_id):
        user = User.objects.select_related("organisation").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
