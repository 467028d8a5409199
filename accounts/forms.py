"""Forms of sign-in, profile and the settings pages. They check and explain; accounts.services changes."""

from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from . import nip as nips
from .images import LOGO_BYTES, checked_logo
from .models import Delegation, Organisation, Role, RoleHolding, User
from .patterns import check_letter_pattern
from .roles import office_day
from .signin import canonical_username, hold

PASSWORD_LENGTH = 256  # longer ones would only make the server hash for nothing


def day_field(label, *, required=True, help_text="", initial=None):
    """A date, with the browser's own calendar."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        initial=initial,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class SignInForm(auth_forms.AuthenticationForm):
    """One error for everything: whoever tries names must not learn which exist."""

    username = forms.CharField(
        label=_("Nama pengguna atau NIP"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        strip=False,
        max_length=PASSWORD_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil pada kata sandi, lalu coba lagi."),
        "inactive": _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil pada kata sandi, lalu coba lagi."),
    }

    hold = None  # the signin.Hold that this try met

    def clean_username(self):
        return canonical_username(self.cleaned_data["username"])

    def clean(self):
        name = self.cleaned_data.get("username")
        self.hold = hold(self.request, name) if name else None
        if self.hold is not None:
            raise ValidationError(_("Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi."), code="held")
        return super().clean()


class PasswordForm(auth_forms.PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Kata sandi sementara") if self.user.must_change_password else _("Kata sandi sekarang")
        self.fields["new_password1"].label = _("Kata sandi baru")
        self.fields["new_password1"].help_text = _("Paling sedikit 10 karakter, bukan angka saja, dan bukan nama Anda.")
        self.fields["new_password2"].label = _("Ulangi kata sandi baru")
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.max_length = PASSWORD_LENGTH
            field.widget.attrs["maxlength"] = PASSWORD_LENGTH

    def clean_new_password1(self):
        new = self.cleaned_data["new_password1"]
        if new and new == self.cleaned_data.get("old_password"):
            raise ValidationError(_("Kata sandi baru harus berbeda dari yang sekarang."))
        return new


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["phone", "email"]
        labels = {"email": _("Email")}
        help_texts = {"phone": _("Untuk dihubungi tentang tiket Anda."), "email": _("Pemberitahuan dikirim ke sini.")}
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }


class PersonForm(forms.ModelForm):
    """Data of one person of the office, as its administrator edits it. `instance.organisation` must be set."""

    nip = forms.CharField(
        label="NIP",
        required=False,
        max_length=40,
        help_text=_("18 angka, boleh dengan spasi; kosongkan untuk non-ASN."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=150,
        help_text=_("Untuk masuk ke portal, selain NIP. Huruf kecil tanpa spasi, misalnya rina.wulandari."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    class Meta:
        model = User
        fields = ["name", "nip", "position", "rank", "unit", "phone", "email", "username", "administers"]
        labels = {"email": _("Email")}
        help_texts = {"name": _("Seperti pada surat dinas, misalnya Rina Wulandari, S.ST.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["nip"] = nips.grouped(self.instance.nip)

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()

    def clean_nip(self):
        nip = nips.normalise(self.cleaned_data["nip"])
        if not nip:
            return ""
        nips.validate(nip)
        if self.instance.is_active and User.objects.filter(nip=nip, is_active=True).exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _(
                    "NIP ini sudah dipakai akun lain yang aktif. Bila orangnya pindah dari instansi lain, "
                    "akun lamanya harus dinonaktifkan dahulu di sana."
                )
            )
        return nip


class OfficeForm(forms.ModelForm):
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG atau JPEG, paling besar 512 KB. Dicetak pada kop surat."),
        # Not the clearable input: it would ask the stored file for a public address, and there is none.
        widget=forms.FileInput(
            attrs={
                "accept": "image/png,image/jpeg",
                "data-hc-max-bytes": LOGO_BYTES,
                "data-hc-too-large": _("Logo terlalu besar: paling besar 512 KB."),
            }
        ),
    )
    remove_logo = forms.BooleanField(label=_("Hapus logo"), required=False)
    ticket_prefix = forms.CharField(
        label=_("Awalan nomor tiket"),
        max_length=12,
        help_text=_("Nomor tiket dimulai dengan ini, misalnya BPS-2026-000123. Tiket lama tidak berubah."),
    )

    class Meta:
        model = Organisation
        fields = [
            "name", "head_line_1", "head_line_2", "address", "city", "postcode", "phone", "email", "website", "logo", "remove_logo",
            "ticket_prefix", "letter_number_pattern", "letter_unit_code",
        ]  # fmt: skip
        labels = {"email": _("Email")}
        help_texts = {
            "letter_number_pattern": _(
                "Bagian: {urut} {jenis} {unit} {klasifikasi} {kode_keamanan} {bulan} {bulan_romawi} {tahun}. {urut} harus ada. Untuk satu jenis saja: Pengaturan › Nomor surat."
            ),
            "letter_unit_code": _("Mengisi {unit} pada pola nomor surat."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def clean_postcode(self):
        postcode = self.cleaned_data["postcode"].strip()
        if postcode and not (postcode.isascii() and postcode.isdigit() and len(postcode) == 5):
            raise ValidationError(_("Kode pos terdiri dari 5 angka."))
        return postcode

    def clean_ticket_prefix(self):
        return self.cleaned_data["ticket_prefix"].strip().upper()

    def clean_letter_number_pattern(self):
        return check_letter_pattern(self.cleaned_data["letter_number_pattern"])

    def clean_logo(self):
        upload = self.cleaned_data["logo"]
        return checked_logo(upload) if upload and "logo" in self.changed_data else upload

    def clean(self):
        data = super().clean()
        if data.get("remove_logo") and "logo" not in self.changed_data:
            data["logo"] = False  # what Django's file field takes for "none any more"
        return data


class RoleForm(forms.ModelForm):
    """`instance.organisation` must be set. The code is what SOP files call the role, so it never changes afterwards."""

    class Meta:
        model = Role
        fields = ["name", "code", "allocates", "heads", "oversees"]
        help_texts = {
            "name": _("Seperti pada kolom Pelaksana di SOP, misalnya Admin/PJK TIP."),
            "code": _("Dipakai di berkas SOP; tidak dapat diubah lagi. Kosongkan untuk dibuat dari nama."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]
        else:
            self.fields["code"].required = False

    def clean(self):
        data = super().clean()
        if "code" in self.fields and data.get("name") and "code" not in self.errors:
            data["code"] = data.get("code") or slugify(data["name"])[:40].strip("-")
            if not data["code"]:
                self.add_error("code", _("Isi kode peran dengan huruf kecil, angka, atau garis."))
            elif Role.objects.filter(organisation=self.instance.organisation, code=data["code"]).exists():
                self.add_error("code", _("Kode ini sudah dipakai peran lain."))
        return data


class HoldingForm(forms.ModelForm):
    """Gives `role` to somebody of its office."""

    class Meta:
        model = RoleHolding
        fields = ["person", "starts_on", "ends_on"]
        labels = {"person": _("Orang")}

    def __init__(self, *args, role, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.role = role
        self.fields["person"] = forms.ModelChoiceField(colleagues(role.organisation), label=_("Orang"), empty_label=_("Pilih orang"))
        self.fields["starts_on"] = day_field(_("Mulai"), initial=office_day(role.organisation))
        self.fields["ends_on"] = day_field(_("Sampai"), required=False, help_text=_("Kosongkan bila belum ditentukan."))

    def clean(self):
        return check_dates(self, super().clean())


class DelegationForm(forms.ModelForm):
    """A substitute in `organisation`. Which fields it takes depends on the kind; the page hides the others where it can."""

    use_required_attribute = False  # the browser would ask for what the kind hides

    class Meta:
        model = Delegation
        fields = ["kind", "absent", "role", "substitute", "starts_on", "ends_on", "letter_number"]

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        people = colleagues(organisation)
        kinds = [("plh", _("Plh. — pejabatnya ada, tetapi berhalangan")), ("plt", _("Plt. — jabatannya kosong"))]
        self.fields["kind"] = forms.ChoiceField(choices=kinds, label=_("Jenis"), widget=forms.RadioSelect, initial="plh")
        self.fields["absent"] = forms.ModelChoiceField(
            people,
            label=_("Pejabat yang digantikan"),
            empty_label=_("Pilih orang"),
            help_text=_("Hanya untuk Plh."),
        )
        self.fields["role"] = forms.ModelChoiceField(
            organisation.roles.order_by("name"),
            required=False,
            label=_("Peran"),
            empty_label=_("Pilih peran"),
            help_text=_("Plt.: jabatan yang kosong, wajib dipilih. Plh.: biarkan kosong bila menggantikan semua peran pejabat itu."),
        )
        self.fields["substitute"] = forms.ModelChoiceField(people, label=_("Pengganti"), empty_label=_("Pilih orang"))
        self.fields["starts_on"] = day_field(_("Mulai"), initial=office_day(organisation))
        self.fields["ends_on"] = day_field(_("Sampai"), required=False, help_text=_("Kosongkan bila belum ditentukan."))

    def clean(self):
        data = check_dates(self, super().clean())
        # Of a Plt. nobody is absent, whoever was chosen before the kind was; for a Plh. the model says it better.
        if data.get("kind") == "plt" or not self["absent"].data:
            self.errors.pop("absent", None)
            data["absent"] = None
        return data


class LastDayForm(forms.Form):
    """When a role or a substitution ends."""

    last_day = day_field(_("Hari terakhir"), help_text=_("Isi kemarin bila harus berhenti sekarang juga."))


def colleagues(organisation):
    return User.objects.filter(organisation=organisation, is_active=True).order_by("name")


def check_dates(form, data):
    """Error at the end date when it lies before the start."""
    first, last = data.get("starts_on"), data.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", _("Tanggal akhir mendahului tanggal mulai."))
    return data
