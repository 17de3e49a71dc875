"""Django's admin behind our own sign-in: for the operator alone, and with a second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from core.tenancy import across_communities


class OperatorSite(AdminSite):
    """Whoever is not the operator finds nothing here; a visitor is asked to sign in."""

    site_title = site_header = _("Operator")
    index_title = _("What runs here")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        able = user.is_active and user.is_staff and user.is_superuser
        return bool(able and not second_factor.missing(user))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refusal = self.refusal(request)
            if refusal:
                return refusal
            with across_communities("the operator's pages"):
                response: Any = inner(request, *args, **kwargs)
                # A list is read while it is rendered.
                return response.render() if hasattr(response, "render") else response

        return guarded

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        """What whoever may not come in gets instead. Raises `Http404`."""
        user: Any = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not (user.is_staff and user.is_superuser):
            raise Http404
        if not self.has_permission(request):
            return render(request, "config/operator_needs_factor.html")
        return None

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Signing in, out and changing the password happen at our own pages."""
        return redirect("account_login")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("mfa_index")


site = OperatorSite(name="admin")
