"""Views of the list that somebody wants again: their own alone."""

from django import forms
from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..listing import FilterForm
from ..models import SavedView
from ..permissions import viewer_required

MOST = 30


class ViewForm(forms.Form):
    name = forms.CharField(max_length=60)
    query = forms.CharField(max_length=2000, required=False)


@require_POST
@viewer_required
def save(request):
    """Keep what the list is narrowed to under a name; the same name again replaces it. Only parameters the list knows are kept."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Beri nama tampilannya, paling panjang 60 huruf."))
        return redirect("aset-daftar")
    query = FilterForm(QueryDict(form.cleaned_data["query"]), organisation=request.user.organisation).query[:600]
    name = " ".join(form.cleaned_data["name"].split())
    views = SavedView.objects.filter(person=request.user)
    if not views.filter(name=name).exists() and views.count() >= MOST:
        messages.error(request, _("Paling banyak %d tampilan tersimpan. Hapus yang tidak dipakai dahulu.") % MOST)
    else:
        SavedView.objects.update_or_create(person=request.user, name=name, defaults={"query": query})
        messages.success(request, _("Tampilan “%(name)s” disimpan.") % {"name": name})
    return redirect(reverse("aset-daftar") + (f"?{query}" if query else ""))


@require_POST
@viewer_required
def remove(request, pk):
    view = get_object_or_404(SavedView, pk=pk, person=request.user)
    view.delete()
    messages.success(request, _("Tampilan “%(name)s” dihapus.") % {"name": view.name})
    return redirect("aset-daftar")
