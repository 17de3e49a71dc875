"""Addresses under `/c/<slug>/`."""

from django.urls import path

from communities.views import (
    apart,
    audit,
    desk,
    documents,
    door,
    help_now,
    invitations,
    leaving,
    lines,
    me,
    parted,
    parting,
    people,
    settings,
)

app_name = "communities"
urlpatterns = [
    path("", door.door, name="door"),
    path("me/", me.me, name="me"),
    path("me/apart/", apart.index, name="apart"),
    path("desk/", desk.desk, name="desk"),
    path("settings/", settings.change, name="settings"),
    path("documents/", documents.index, name="documents"),
    path("documents/new/", documents.new, name="document_new"),
    path("accept/", documents.accept, name="accept"),
    path("invitations/", invitations.index, name="invitations"),
    path("invitations/address/", invitations.invite_address, name="invite_address"),
    path("invitations/<id:pk>/again/", invitations.send_again, name="invitation_again"),
    path("invitations/<id:pk>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("people/", people.people, name="people"),
    path("people/<id:pk>/card/", people.card, name="member"),
    path("people/<id:pk>/part/", parting.part, name="part"),
    path("partings/<id:pk>/take-back/", parting.take_back, name="parting_take_back"),
    path("parting/", parting.parting, name="parting"),
    path("people/parted/", parted.parted, name="parted"),
    path("people/<id:pk>/lift/", parted.lift, name="lift"),
    path("people/<id:pk>/mute/", apart.mute, name="mute"),
    path("people/<id:pk>/unmute/", apart.unmute, name="unmute"),
    path("people/<id:pk>/block/", apart.block, name="block"),
    path("people/<id:pk>/unblock/", apart.unblock, name="unblock"),
    path("leave/", leaving.leave, name="leave"),
    path("line-to-owner/", lines.line_to_owner, name="line_to_owner"),
    path("lines/<id:pk>/seen/", lines.see, name="line_seen"),
    path("help-now/", help_now.help_now, name="help_now"),
    path("audit/", audit.audit, name="audit"),
]
