"""E-mail addresses compared: two spellings of one mailbox are one key."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

from accounts.models import User

LONGEST = 254


def is_address(address: str) -> bool:
    """Whether letters can be sent to `address`; a domain may be written in its own letters."""
    try:
        validate_email(address)
        longest = max(len(address), len(key(address)))
    except (ValidationError, UnicodeError):
        return False
    return longest <= LONGEST


def key(address: str) -> str:
    """What addresses are compared by: casefolded, the domain as the mail servers know it.

    Raises `UnicodeError` for a domain that cannot be one.
    """
    local, _, domain = address.strip().rpartition("@")
    return f"{local.casefold()}@{punycode(domain.casefold())}"


def written(address_key: str) -> set[str]:
    """Both ways in which an account may hold the address of this key."""
    local, _, domain = address_key.rpartition("@")
    try:
        return {address_key, f"{local}@{domain.encode().decode('idna')}"}
    except UnicodeError:
        return {address_key}


def proven_by(user: User) -> set[str]:
    """The keys of all addresses this person has confirmed."""
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {key(address) for address in proven if is_address(address)}
