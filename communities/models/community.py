"""One owner's space, the tenancy boundary."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import known_zone
from core import clock
from core.ids import new_id

SLUG = RegexValidator(r"^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$", _("Latin letters, digits and -"))


class Accent(models.TextChoices):
    """The twelve checked accents of `static/css/tokens.css`."""

    SEA = "sea", _("Sea")
    PINE = "pine", _("Pine")
    MOSS = "moss", _("Moss")
    OLIVE = "olive", _("Olive")
    HONEY = "honey", _("Honey")
    CLAY = "clay", _("Clay")
    ROSE = "rose", _("Rose")
    PLUM = "plum", _("Plum")
    IRIS = "iris", _("Iris")
    SKY = "sky", _("Sky")
    SLATE = "slate", _("Slate")
    STONE = "stone", _("Stone")


class Icon(models.TextChoices):
    """Neutral icons of the head; none of them says what this is."""

    DOTS = "dots", _("Two dots")
    LEAF = "leaf", _("Leaf")
    SPROUT = "sprout", _("Sprout")
    SUN = "sun", _("Sun")
    MOUNTAIN = "mountain", _("Mountain")
    FEATHER = "feather", _("Feather")


class Community(models.Model):
    """`/c/<slug>/`. The days of grace are the owner's policy for a charge that failed.

    `public_page` is Markdown in the owner's words, shown to strangers once `published_at` is set;
    `help_contacts` (Markdown) stands first under «Help now»; the `legal_` fields stand on the legal
    page. `has_logo` is written where the picture is kept.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    time_zone = models.CharField(max_length=64, validators=[known_zone])
    accent = models.CharField(max_length=8, choices=Accent, default=Accent.SEA)
    icon = models.CharField(max_length=8, choices=Icon, default=Icon.DOTS)
    has_logo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    public_page = models.TextField(blank=True, max_length=20_000)
    public_page_html = models.TextField(blank=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    help_contacts = models.TextField(blank=True, max_length=4_000)
    help_contacts_html = models.TextField(blank=True, editable=False)
    legal_name = models.CharField(max_length=200, blank=True)
    legal_address = models.CharField(max_length=500, blank=True)
    legal_contact = models.CharField(max_length=200, blank=True)
    legal_number = models.CharField(max_length=200, blank=True)
    closes_at = models.DateTimeField(null=True, editable=False)
    erases_at = models.DateTimeField(null=True, editable=False)
    full_grace_days = models.PositiveSmallIntegerField(
        default=7, validators=[MaxValueValidator(60)]
    )
    reading_grace_days = models.PositiveSmallIntegerField(
        default=7, validators=[MaxValueValidator(60)]
    )

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")

    def __str__(self) -> str:
        return f"community {self.pk}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
