"""States the seed has nobody in: one who applied, one who is to be parted with, a specialist."""

import json

from tests.browser.servers import Server

# Runs beside the server; done a second time it finds what it did the first.
SCRIPT = """
import json
from datetime import timedelta
from communities import operations
from communities.models import UNLIMITED, Application, Membership, Parting
from core.clock import now
from core.tenancy import across_communities, community_scope

with across_communities('a browser test looks at rare pages'):
    owner = Membership.objects.select_related('community').get(
        user__email='owner.{language}@demo.example', role='owner')
with community_scope(owner.community):
    here = Membership.objects.select_related('community', 'user')
    readers = here.filter(user__email__startswith='reader', state='active')
    readers = list(readers.filter(full_until=UNLIMITED).order_by('pk')[:2])
    specialist, parted = readers
    Membership.objects.filter(pk=specialist.pk).update(role='specialist')
    if not Parting.objects.filter(membership=parted).exists():
        operations.remove_member(
            actor=owner, member=parted, reason='{reason}', words='{words}', turn_to='{turn_to}',
            day=(now() + timedelta(days=5)).date())
    asked = here.get(user__email='asking1.{language}@demo.example')
    Membership.objects.filter(pk=asked.pk).update(state='applying')
    if not Application.objects.filter(membership=asked).exists():
        Application.objects.create(membership=asked, answers=[['{question}', '{answer}']])
    print(json.dumps(dict(
        specialist=specialist.code, parted=parted.user.email, asked=asked.user.email)))
"""

SAID = {
    "en": {
        "reason": "We agreed to end here.",
        "words": "Thank you for the two years. I wish you well.",
        "turn_to": "The Samaritans, 116 123.",
        "question": "What brings you here?",
        "answer": "A long winter, and nobody to tell of it.",
    },
    "ru": {
        "reason": "Так решено вместе.",
        "words": "Спасибо за эти два года. Всего вам доброго.",
        "turn_to": "Линия помощи: 8 800 333-44-34.",
        "question": "Что вас сюда приводит?",
        "answer": "Долгая зима, и некому о ней рассказать.",
    },
}


def rare(server: Server, language: str) -> dict[str, str]:
    """`specialist` is an id; `parted` and `asked` are the addresses they sign in with."""
    script = SCRIPT.format(language=language, **SAID[language])
    said = server.manage("shell", "--no-imports", "-c", script)
    found: dict[str, str] = json.loads(said.splitlines()[-1])
    return found
