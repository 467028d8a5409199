"""Sign-in, sign-out, own password, own profile."""

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from .. import navigation, services, signin
from ..demo_people import sign_in_examples
from ..forms import PasswordForm, ProfileForm, SignInForm
from ..models import Delegation
from ..roles import office_day


class SignIn(auth_views.LoginView):
    """Django's own view (it changes the session key at sign-in); a wrong try answers 200 with the form."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_invalid(self, form):
        return signin.held(self.request, form.hold) if form.hold is not None else super().form_invalid(form)

    def get_default_redirect_url(self):
        return self.next_page or navigation.home(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(examples=sign_in_examples(), **kwargs)


class SignOut(auth_views.LogoutView):
    http_method_names = ["post", "options"]
    next_page = reverse_lazy("masuk")


class ChangePassword(auth_views.PasswordChangeView):
    """This session goes on under a new key; all others of this person end, because the password is part of them."""

    form_class = PasswordForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("profil")

    def get_context_data(self, **kwargs):
        return super().get_context_data(reset=services.last_reset(self.request.user), **kwargs)

    def form_valid(self, form):
        first_time = form.user.must_change_password
        form.user.must_change_password = False  # saved together with the password
        response = super().form_valid(form)
        messages.success(self.request, _("Kata sandi Anda sudah diganti. Sesi Anda di perangkat lain sudah berakhir."))
        return redirect(navigation.home(form.user)) if first_time else response


@login_required
def profile(request):
    person = request.user
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        person.save(update_fields=["phone", "email"])
        messages.success(request, _("Profil Anda sudah disimpan."))
        return redirect("profil")
    return render(request, "accounts/profile.html", {"form": form, **_standing(person)}, status=422 if form.errors else 200)


def _standing(person):
    """What the profile shows of a person's roles: held now or later, substitutions given and received."""
    if person.organisation_id is None:
        return {"holdings": [], "received": [], "given": []}
    today = office_day(person.organisation)
    delegations = Delegation.objects.during(today, None).select_related("substitute", "absent", "role")
    return {
        "today": today,
        "holdings": person.holdings.during(today, None).select_related("role").order_by("starts_on"),
        "received": delegations.filter(substitute=person),
        "given": delegations.filter(absent=person),
    }
