"""Addresses under `/billing/`, outside every community."""

from django.urls import path

from billing.views import hooks

urlpatterns = [path("stripe/webhook/", hooks.stripe_webhook, name="stripe_webhook")]
