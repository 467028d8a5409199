"""The form of the register, for one row of a file."""

from django import forms

from .. import extras
from ..forms import AssetForm
from ..models import Asset

ONE_HOLDER = next(c for c in Asset._meta.constraints if c.name == "asset_has_one_holder")


class Given(forms.Field):
    """What the reader of the file has found already: an object, or None."""

    def __init__(self, *args, queryset=None, to_field_name=None, limit_choices_to=None, blank=None, **kwargs):
        super().__init__(*args, **kwargs)


class RowForm(AssetForm):
    """The rules of AssetForm without a question to the database and without what only a page needs: ten thousand of them are made.

    People, places and other assets are found before; numbers are compared, and circles and states looked at, by whoever reads the file.
    """

    parent = Given(required=False)

    class Meta(AssetForm.Meta):
        field_classes = AssetForm.Meta.field_classes | {"holder": Given, "location": Given, "category": Given, "parent": Given}

    def __init__(self, data, *, instance):
        super(AssetForm, self).__init__(data, instance=instance)
        for name in ("kind", "status", "condition"):
            self.fields[name].required = False
        value = self.fields["value"]
        value.localize = value.widget.is_localized = True
        self.extra_names = extras.add_fields(self, data.get("category"))
        # Each constraint would ask the database.
        self.instance.validate_constraints = lambda exclude=None: None

    def clean(self):
        said = super().clean()
        if said.get("holder") and said.get("holder_text"):
            self.add_error("holder_text", ONE_HOLDER.violation_error_message)
        return said

    def _clean_parent(self, said):
        pass

    def validate_unique(self):
        pass

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"organisation", "category", "location", "holder", "parent"}
