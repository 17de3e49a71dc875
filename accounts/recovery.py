"""Recovery codes: ten, each good once, for the day the phone is lost.

Shown once when they are made. Stored is a slow hash with the person's id as salt, which does not
hang on SECRET_KEY: changing that must not lock people out.
"""

import hashlib
import secrets

from django.db import transaction

from accounts.models import RecoveryCode, User
from core.ids import ALPHABET

COUNT = 10
LETTERS = 12
ROUNDS = 100_000


def renew(user: User) -> list[str]:
    """Ten new codes, returned this once; the old ones end."""
    codes = [make() for _ in range(COUNT)]
    rows = [RecoveryCode(user=user, code_hash=hashed(user, code)) for code in codes]
    with transaction.atomic():
        user.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(rows)
    return codes


def use(user: User, code: str) -> bool:
    """Spend `code`. Of two who come with the same one, one is let in."""
    spent, _ = RecoveryCode.objects.filter(user=user, code_hash=hashed(user, code)).delete()
    return spent == 1


def left(user: User) -> int:
    return user.recovery_codes.count()


def is_one(code: str) -> bool:
    """Whether this looks like a recovery code rather than six digits from an app."""
    return len(plain(code)) == LETTERS


def make() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    return "-".join(letters[start : start + 4] for start in range(0, LETTERS, 4))


def plain(code: str) -> str:
    """Without hyphens and spaces, with letters read as people mistake them."""
    kept = "".join(sign for sign in code.casefold() if sign.isalnum())
    return kept.replace("o", "0").replace("i", "1").replace("l", "1")


def hashed(user: User, code: str) -> str:
    salt = f"accounts.recovery:{user.pk}".encode()
    return hashlib.pbkdf2_hmac("sha256", plain(code).encode(), salt, ROUNDS).hex()
