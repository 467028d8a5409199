"""Who may read the register and who may write in it. Menus, buttons and views ask here."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from tickets.querysets import view_of
from tickets.views.common import office_page

KEEPERS = {"pengelola-aset"}  # roles that keep the register whatever else they may do


def may_view(user):
    """The office's staff: who works on tickets of any procedure, oversees the office or administers it. Mere requesters do not."""
    if user.organisation_id is None:
        return False
    view = view_of(user)
    return may_manage(user) or view.oversees or bool(view.procedures)


def may_manage(user):
    """Who administers the portal, allocates work, or keeps the assets by role."""
    if user.organisation_id is None:
        return False
    view = view_of(user)
    return user.administers or view.allocates or bool(KEEPERS & view.roles)


def may_choose(user):
    """Whose forms ask for an asset: readers of the register, and the requester whose own step names one."""
    return may_view(user) or any(_asks_for_assets(procedure, view_of(user).roles) for procedure in view_of(user).office_procedures)


def _asks_for_assets(procedure, roles):
    """Whether somebody with `roles` acts in `procedure` where a form has a field of kind aset."""
    revision = procedure.revision_in_force
    definition = revision.definition.procedure(procedure.code) if revision is not None else None
    acts = definition.acts if definition is not None else ()
    return any(
        field.kind == "aset"
        for act in acts
        if roles & {definition.acting_role(role) for role in act.roles}
        for action in act.actions
        for field in action.fields
    )


def viewer_required(view):
    return _required(view, may_view)


def manager_required(view):
    return _required(view, may_manage)


def _required(view, rule):
    @office_page
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not rule(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
