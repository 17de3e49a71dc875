"""What the drill runs in processes of its own: `python -m tests.backups.drill STEP`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CANARY = "heron-under-the-third-bridge"
SLUG = "drill"
LATER = "usersessions"


def say(pk: int) -> None:
    sys.stdout.write(f"{pk}\n")
    sys.stdout.flush()


def older() -> None:
    """Every table but those of one app that came later."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([leaf for leaf in leaves if leaf[0] != LATER])


def backup_older() -> None:
    """What the version made that did not know that app: it saw no migration waiting."""
    from config.backups import making

    making.is_behind = lambda: False
    making.make(Path(sys.argv[2]), os.environ["BACKUP_KEY"])


def people() -> None:
    """A community and its owner; codes stand for rows whose ids a sequence gives."""
    from accounts.models import RecoveryCode
    from tests.factories import CommunityFactory, MembershipFactory

    community = CommunityFactory(slug=SLUG, name=CANARY)
    owner = MembershipFactory(community=community, alias="Iris", owner=True)
    for number in range(5):
        RecoveryCode.objects.create(user=owner.user, code_hash=f"{number:064}")


def write() -> None:
    """Write until a file is there, or so many posts; say each once it is acknowledged."""
    from communities.models import Community, Membership
    from core.tenancy import community_scope

    with community_scope(Community.objects.get(slug=SLUG)):
        owner = Membership.objects.get(alias="Iris")
        stop, most, number = Path(sys.argv[2]), int(sys.argv[3]), 0
        while number < most and not stop.exists():
            number += 1
            say(one_post(owner, number))
            if number % 7 == 0:
                forget_a_picture(owner)


def one_post(owner: object, number: int) -> int:
    from feeds.operations import create_comment, create_post
    from tests.feeds.drawing import described

    pictures = [described(content=CANARY.encode() * 2000)] if number % 3 == 0 else []
    body = f"{CANARY} {number} {'и вечер, и река ' * 40}"
    post = create_post(actor=owner, subgroup=None, body=body, submission=uuid4(), pictures=pictures)
    create_comment(actor=owner, post=post, body=CANARY, submission=uuid4())
    return post.pk


def forget_a_picture(owner: object) -> None:
    """The row first, then its file, as whoever deletes has to."""
    from feeds.models import PostPicture
    from files.models import Attachment

    attachment = Attachment.objects.filter(added_by=owner).order_by("pk").first()
    PostPicture.objects.filter(attachment=attachment).delete()
    attachment.delete()
    attachment.full_path.unlink(missing_ok=True)  # the other writer may have been quicker


def check() -> None:
    """Say the posts that are here; new rows get ids that are free."""
    from accounts.models import RecoveryCode, User
    from communities.models import Community
    from core.tenancy import community_scope
    from feeds.models import Post

    RecoveryCode.objects.create(user=User.objects.get(), code_hash="new".zfill(64))
    with community_scope(Community.objects.get(slug=SLUG)):
        for pk, source in Post.objects.values_list("pk", "source"):
            assert CANARY in source
            say(pk)


STEPS: dict[str, Callable[[], None]] = {
    "people": people,
    "write": write,
    "check": check,
    "older": older,
    "backup-older": backup_older,
}

if __name__ == "__main__":
    django.setup()
    STEPS[sys.argv[1]]()
