"""What the operator sees: mostly to read. No page shows a word that a member wrote."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from billing.models import StripeEvent
from communities.models import Community
from config.operator.site import site
from core import due, live
from core.due import Due
from core.tenancy import TenantModel


class ToRead(admin.ModelAdmin):
    """Nothing is added or deleted here; `changeable` names what may be changed."""

    changeable: tuple[str, ...] = ()
    show_full_result_count = False
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for name in self.get_fields(request, obj) if name not in self.changeable]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """By what the list shows as a filter alone: else words could be guessed letter by letter
        in the address, and the hash of a password."""
        name = lookup.partition("__")[0]
        fields = {field.name for field in self.model._meta.get_fields()}
        filters = [getattr(each, "parameter_name", each) for each in self.list_filter]
        return name not in fields or name in filters

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.changeable) and super().has_change_permission(request, obj)


@admin.register(User, site=site)
class People(ToRead):
    fields = (
        "id",
        "email",
        "is_active",
        "may_open",
        "is_staff",
        "created_at",
        "last_login",
        "language",
        "time_zone",
    )
    changeable = ("is_active", "may_open")
    list_display = ("email", "is_active", "may_open", "is_staff", "created_at", "last_login")
    list_filter = ("is_active", "may_open", "is_staff")
    search_fields = ("=email", "=id")
    ordering = ("-id",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        obj.save(update_fields=list(self.changeable))
        live.sessions_changed(obj.pk)


@admin.register(Community, site=site)
class Communities(ToRead):
    fields = ("id", "slug", "name", "language", "time_zone", "created_at", "published_at")
    list_display = ("slug", "name", "language", "created_at", "published_at")
    search_fields = ("=slug", "=id")
    ordering = ("-id",)


class State(admin.SimpleListFilter):
    """What waits, what is late, what was given up, what is done."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("failed", _("given up")),
            ("trying", _("failed, will be tried again")),
            ("waiting", _("not done")),
            ("done", _("done")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "failed":
                return due.given_up(queryset)
            case "trying":
                return queryset.filter(done_at=None).exclude(last_error="")
            case "waiting":
                return queryset.filter(done_at=None)
            case "done":
                return queryset.filter(~Q(done_at=None), last_error="")
        return queryset


class DueRows(ToRead):
    """Facts of the work alone: when, how often, with which class of error."""

    extra: tuple[str, ...] = ()
    list_filter = (State,)
    actions = ("try_again",)
    ordering = (F("due_at").desc(),)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = ["community_id"] if issubclass(self.model, TenantModel) else []
        work = ["due_at", "attempts", "last_error", "claimed_until", "done_at"]
        return ["id", *own, *self.extra, *work]

    def get_list_display(self, request: HttpRequest) -> Any:
        own = ["community_id"] if issubclass(self.model, TenantModel) else []
        return ["id", *own, *self.extra, "due_at", "attempts", "last_error", "done_at"]

    def has_try_permission(self, request: HttpRequest) -> bool:
        return site.has_permission(request)

    @admin.action(description=_("Try again now"), permissions=["try"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        tried = 0
        for pk in queryset.values_list("pk", flat=True):
            # A newer row may wait in its place already: then there is nothing to repeat.
            try:
                with transaction.atomic():
                    tried += due.try_again(self.model._default_manager.filter(pk=pk))
            except IntegrityError:
                continue
        messages.info(request, gettext("Tried now: %(number)d") % {"number": tried})


class Events(DueRows):
    extra = ("stripe_account", "event_id", "type", "object_id", "livemode", "received_at")
    search_fields = ("=event_id", "=object_id")


def register_due_rows() -> None:
    for model in apps.get_models():
        if issubclass(model, Due):
            site.register(model, Events if model is StripeEvent else DueRows)


register_due_rows()
