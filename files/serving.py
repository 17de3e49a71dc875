"""Sending a stored file once its app has found that the member may see it."""

from django.http import HttpResponse

from files.models import Attachment

SANDBOX = "default-src 'none'; sandbox"


def send(attachment: Attachment) -> HttpResponse:
    """An empty answer that names the file; the server's event loop sends it."""
    response = HttpResponse(content_type=attachment.content_type)
    response.headers["X-Sendfile"] = str(attachment.full_path)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response
