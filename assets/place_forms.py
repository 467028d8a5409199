"""Forms of locations and categories."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sop.definition import Field
from tickets.fields import Context, TableField, build

from .forms import PlaceField
from .models import Category, Location

MOST_QUESTIONS = 30


class LocationForm(forms.ModelForm):
    class Meta:
        model = Location
        fields = ("name", "kind", "parent")
        field_classes = {"parent": PlaceField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Location.objects.filter(organisation=self.instance.organisation)
        if self.instance.pk:
            others = others.exclude(trail__startswith=self.instance.trail)
        self.fields["parent"].queryset = others
        self.fields["parent"].empty_label = _("Tidak ada; paling atas")

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if "/" in name and " / " in name:
            raise ValidationError(_("Nama lokasi tidak memuat “ / ”, yang memisahkan tingkatnya."))
        return name


class CategoryForm(forms.ModelForm):
    """A category and its questions, one row each. A question keeps its code when only its label is mended in place."""

    class Meta:
        model = Category
        fields = ("name",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = tuple(str(label) for label in Category.FIELD_KINDS.values())
        columns = [
            Field("label", str(_("Isian")), "teks", required=True),
            Field("kind", str(_("Jenis isian")), "pilihan", required=True, choices=kinds),
            Field("choices", str(_("Pilihan, dipisah koma")), "teks"),
        ]
        context = Context(self.instance.organisation)
        made = {column.code: build(column, context) for column in columns}
        made["kind"].widget = forms.Select(choices=[("", _("Pilih ...")), *made["kind"].choices])
        questions = TableField(made, required=False, label=_("Isian tambahan"))
        questions.help_text = _("Ditanyakan pada setiap aset dalam kategori ini, misalnya kapasitas atau nomor lisensi.")
        names = {code: str(label) for code, label in Category.FIELD_KINDS.items()}
        known = self.instance.fields or []
        questions.initial = [{"label": q["label"], "kind": names[q["kind"]], "choices": ", ".join(q.get("choices", []))} for q in known]
        self.fields["questions"] = questions

    def clean_questions(self):
        rows = self.cleaned_data["questions"]
        if len(rows) > MOST_QUESTIONS:
            raise ValidationError(_("Paling banyak %d isian untuk satu kategori.") % MOST_QUESTIONS)
        codes = {str(label): code for code, label in Category.FIELD_KINDS.items()}
        kept = {question["label"]: question["code"] for question in self.instance.fields or []}
        found, taken = [], set()
        for row in rows:
            choices = [text.strip() for text in re.split(r"[,;]", row.get("choices") or "") if text.strip()]
            kind, label = codes[row["kind"]], row["label"].strip()
            if kind == "pilihan" and not choices:
                raise ValidationError(_("Isian “%s” perlu pilihan, dipisah koma.") % label)
            code = kept.get(label) or slugify(label).replace("-", "_")[:40] or "isian"
            if code in taken:
                raise ValidationError(_("Isian “%s” ditulis dua kali.") % label)
            taken.add(code)
            found.append(
                {"code": code, "label": label[:100], "kind": kind, "choices": list(dict.fromkeys(choices)) if kind == "pilihan" else []}
            )
        return found

    def save(self, commit=True):
        self.instance.fields = self.cleaned_data["questions"]
        return super().save(commit)
