"""Who may open the SOP pages: every member of an office reads its SOPs, its pengelola uploads them."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


def member_required(view):
    """Anonymous: to the sign-in page. The technical superuser belongs to no office and has no SOPs: 403."""

    @login_required
    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.user.organisation_id is None:
            raise PermissionDenied(_("Akun ini tidak terikat pada satu instansi. Masuklah dengan akun di instansi Anda."))
        return view(request, *args, **kwargs)

    return checked
