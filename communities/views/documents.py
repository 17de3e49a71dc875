"""Agreement, privacy text, data consent: reading, publishing, agreeing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import operations, queries
from communities.entry import Opens, opens
from communities.forms import AcceptForm, DocumentForm
from communities.models import Document, Membership
from communities.permissions import P
from core.permissions import require


@opens(Opens.MEMBER)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    documents = Document.objects.visible_to(request.member).current()
    return render(request, "communities/documents.html", {"documents": documents})


@opens(Opens.MEMBER)
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back the consent to the use of personal data. A second click finds it done."""
    if request.member.words != Membership.Words.DELETED:
        operations.withdraw_consent(actor=request.member)
    return redirect("left")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The next version, written on top of the present one."""
    require(request.member, P.PUBLISH_DOCUMENT)
    present = queries.document_to_follow(request.GET.get("kind", ""))
    form = DocumentForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        operations.publish_document(actor=request.member, **form.cleaned_data)
        return redirect("communities:documents", request.community.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/document_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Versions that came after those this person agreed to."""
    asked = queries.documents_to_accept(request.member)
    form = AcceptForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        documents = form.cleaned_data["documents"]
        operations.accept_documents(actor=request.member, documents=documents)
        return redirect(back_to(request))
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "documents": asked, "next": back_to(request)}
    return render(request, "communities/accept.html", shown, status=status)


def back_to(request: HttpRequest) -> str:
    """Where the person came from, if it is on this host, else the community."""
    next_url = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(next_url, {request.get_host()}, request.is_secure()):
        return next_url
    return f"/c/{request.community.slug}/"
