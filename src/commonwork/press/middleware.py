"""The door of the editor: opened by the permission press.publish alone.

Wagtail asks Django's groups who may edit which page, so whoever comes through this door is put into the group that may.
The editor needs inline scripts and styles, so the strict Content-Security-Policy is loosened here and nowhere else.
"""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.models import GroupPagePermission, Page

from commonwork.access.permissions import Permission as P
from commonwork.access.queries import may
from commonwork.ui.addresses import address_of

GROUP = "press"


class EditorDoor:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(address_of("wagtailadmin_home")):
            return self.get_response(request)
        if request.user.is_authenticated:
            if not may(request.user, P.PRESS_PUBLISH):
                raise PermissionDenied
            request.user.groups.add(editors())
        response = self.get_response(request)
        response._csp_update = {  # type: ignore[attr-defined]
            "script-src": [SELF, UNSAFE_INLINE],
            "style-src": [SELF, UNSAFE_INLINE],
            "frame-ancestors": [SELF],
        }
        return response


def editors() -> Group:
    """The group Wagtail knows editors by, with its rights on the whole tree."""
    group, is_new = Group.objects.get_or_create(name=GROUP)
    if is_new:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
        root = Page.objects.get(depth=1)
        for codename in ("add_page", "change_page", "publish_page"):
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    return group
