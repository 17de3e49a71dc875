"""What only a demo has: four persons one click away, a tour, a clock to move.

Routed only where `settings.DEMO` is set, which `config.checks` refuses beside real money.
"""

from django.urls import path

from config.demo import eyes, letters, persons, soon, tour
from config.demo.persons import front

__all__ = ["front", "urlpatterns"]

urlpatterns = [
    path("", persons.persons, name="demo"),
    path("sign-in/", persons.sign_in, name="demo_sign_in"),
    path("later/", persons.later, name="demo_later"),
    path("tour/", tour.tour, name="demo_tour"),
    path("letters/", letters.letters, name="demo_letters"),
    path("soon/", soon.soon, name="demo_soon"),
    path("eyes/", eyes.eyes, name="demo_eyes"),
    path("eyes/<str:place>/<str:who>/", eyes.frame, name="demo_eyes_frame"),
]
