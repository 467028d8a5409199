"""What each person wants to be told of, and where."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .channels import chat
from .kinds import ABOUT, CHAT_DEFAULTS, CHOSEN, EMAIL_DEFAULTS, Kind, Mode
from .models import ChatAddress, Preference
from .secrets import seal

MOST_CHATS = 5


class PreferenceForm(forms.ModelForm):
    """Quiet hours as fields; the choices per kind as `surel_<kind>` and `pesan_<kind>`, shown by `rows`."""

    class Meta:
        model = Preference
        fields = ["quiet_from", "quiet_until", "working_days_only"]
        widgets = {name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("quiet_from", "quiet_until")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["working_days_only"].help_text = gettext_lazy(
            "Surel dan pesan menunggu sampai hari kerja berikutnya menurut kalender kantor."
        )
        for kind in CHOSEN:
            self.fields[f"surel_{kind}"] = forms.ChoiceField(
                label=kind.label, choices=Mode.choices, required=False, initial=self.instance.email_mode(kind),
                widget=forms.Select(attrs={"class": "form-select", "aria-label": _("Surel: %s") % kind.label}),
            )  # fmt: skip
            self.fields[f"pesan_{kind}"] = forms.BooleanField(
                label=kind.label, required=False, initial=self.instance.wants_chat(kind),
                widget=forms.CheckboxInput(attrs={"class": "form-check-input", "aria-label": _("Pesan: %s") % kind.label}),
            )  # fmt: skip

    @property
    def rows(self):
        """[(kind label, what it is about, e-mail field, chat field)]."""
        return [(kind.label, ABOUT[kind], self[f"surel_{kind}"], self[f"pesan_{kind}"]) for kind in CHOSEN]

    def clean(self):
        found = super().clean()
        start, end = found.get("quiet_from"), found.get("quiet_until")
        if not self.errors and (start is None) != (end is None):
            self.add_error("quiet_until" if end is None else "quiet_from", _("Isi kedua jamnya, atau kosongkan keduanya."))
        elif start is not None and start == end:
            self.add_error("quiet_until", _("Jam mulai dan berakhir tidak boleh sama."))
        return found

    def save(self, commit=True):
        modes = {kind.value: self.cleaned_data[f"surel_{kind}"] or EMAIL_DEFAULTS[kind].value for kind in CHOSEN}
        wanted = {kind.value: self.cleaned_data[f"pesan_{kind}"] for kind in CHOSEN}
        self.instance.email = {kind: mode for kind, mode in modes.items() if mode != EMAIL_DEFAULTS[Kind(kind)]}
        self.instance.chat = {kind: want for kind, want in wanted.items() if want != (Kind(kind) in CHAT_DEFAULTS)}
        return super().save(commit)


class ChatForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nama"), max_length=60, help_text=gettext_lazy("Supaya Anda mengenalinya, misalnya Telegram saya.")
    )
    address = forms.CharField(
        label=gettext_lazy("Alamat"),
        max_length=chat.MAX_LENGTH,
        help_text=gettext_lazy(
            "Berisi rahasia, maka disimpan tersandi dan tidak ditampilkan lagi. Contoh: tgram://token-bot/nomor-obrolan"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        self.service = chat.check(address)
        return address

    def clean(self):
        if self.person.chat_addresses.count() >= MOST_CHATS:
            raise ValidationError(_("Paling banyak %d saluran. Hapus salah satu dahulu.") % MOST_CHATS)
        return super().clean()

    def save(self):
        secret = seal(self.cleaned_data["address"])
        return ChatAddress.objects.create(person=self.person, name=self.cleaned_data["name"], service=self.service, secret=secret)
