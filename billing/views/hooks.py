"""Where Stripe calls."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing import gateway, operations


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """200 once the event is stored; 400 where the signature does not hold."""
    signature = request.headers.get("Stripe-Signature", "")
    try:
        operations.receive_event(body=request.body, signature=signature)
    except gateway.Forged:
        return HttpResponse(status=400)
    return HttpResponse(status=200)
