"""What a taken name may tell, and to whom."""

import pytest

from subgroups import operations
from subgroups.models import Subgroup
from tests.factories import PlaceFactory, SubgroupFactory

pytestmark = pytest.mark.django_db


def rename(who, subgroup, name):
    operations.change_subgroup(actor=who, subgroup=subgroup, name=name, purpose="")


@pytest.mark.parametrize("role", ["curator", "specialist"])
def test_renaming_does_not_tell_of_a_hidden_one(role, here):
    rename(getattr(here, role), here.north, "Attic")
    assert Subgroup.objects.get(pk=here.north.pk).name == "Attic"


@pytest.mark.parametrize("name", ["Quiet", "quiet", "QUIET"])
def test_a_name_everybody_sees_is_taken(name, here):
    with pytest.raises(operations.Taken):
        rename(here.curator, here.north, name)


def test_who_sees_the_hidden_one_is_told(here):
    with pytest.raises(operations.Taken):
        rename(here.owner, here.north, "Attic")


def test_one_hidden_one_does_not_tell_of_another(here):
    cellar = SubgroupFactory(name="Cellar", kind="hidden")
    PlaceFactory(subgroup=cellar, membership=here.curator, role="curator")
    rename(here.curator, cellar, "Attic")
    assert Subgroup.objects.filter(name="Attic").count() == 2


def test_its_own_name_is_free_for_it(here):
    rename(here.curator, here.north, "NORTH")
    assert Subgroup.objects.get(pk=here.north.pk).name == "NORTH"


def test_a_name_taken_meanwhile_is_refused_by_the_key(here, monkeypatch):
    monkeypatch.setattr(operations, "refuse_taken", lambda *args, **kwargs: None)
    with pytest.raises(operations.Taken):
        rename(here.curator, here.north, "Quiet")
    with pytest.raises(operations.Taken):
        operations.open_subgroup(
            actor=here.owner, name="Quiet", purpose="", kind="open", tag="other"
        )
