"""I2, I5, I9: the power goes while people are paying; everybody pays once and comes in."""

import re
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException

import pytest

from tests.reliability.far_side import FarSide
from tests.reliability.machine import Machine, shell, until
from tests.reliability.people import SLUG, Person

LEASE_SECONDS = 6 * 60
LOST = "from billing.tasks import catch_up; catch_up(); from core import due; due.sweep()"


@dataclass
class Payer:
    """A newcomer under an alias."""

    machine: Machine
    person: Person
    alias: str

    @property
    def far_side(self) -> FarSide:
        return FarSide(self.machine.stripe_port)

    def join(self) -> str:
        """Agree and go on to pay; gives the id of the payment page."""
        [(price,)] = self.machine.rows(
            "SELECT p.id FROM billing_price p JOIN communities_community c"
            " ON c.id = p.community_id WHERE c.slug = ? AND p.currency = 'GBP' AND p.way = 'card'",
            SLUG,
        )
        address = f"/c/{SLUG}/join/demo-{SLUG}/"
        shown = re.findall(r'name="documents" value="(\d+)"', self.person.get(address).text)
        form = {"alias": self.alias, "price": price, "agreement": "on", "data_consent": "on"}
        answer = self.person.post(address, {**form, "documents": shown})
        assert answer.status == 302, answer.text
        session: str = answer.headers["Location"].rpartition("/")[2]
        assert session.startswith("cs_"), answer.headers["Location"]
        return session

    def pay(self) -> None:
        self.far_side.pay(self.join())

    def come_back(self, session: str) -> None:
        """The page after paying, as the payment page sends people there."""
        path = f"/c/{SLUG}/billing/return/?session={session}"
        until(lambda: self.person.get(path).status == 302, f"{self.alias} came back, not in")

    def is_in(self) -> bool:
        """The feed itself would lead to the page of first arrival."""
        return self.person.get(f"/c/{SLUG}/subgroups/").status == 200

    def comes_in(self) -> None:
        until(self.is_in, f"{self.alias} paid and is outside")

    def customers(self) -> list[str]:
        rows = self.machine.rows(
            "SELECT c.stripe_id FROM billing_customer c JOIN communities_membership m"
            " ON m.id = c.membership_id WHERE m.alias = ?",
            self.alias,
        )
        return [stripe_id for (stripe_id,) in rows]

    def paid_once(self) -> None:
        """At the far side and in our mirror: one customer, one subscription, one charge."""
        [customer] = self.customers()
        [subscription] = self.far_side.listed("subscriptions", customer=customer, status="all")
        assert subscription["status"] == "active"
        [invoice] = self.far_side.listed("invoices", customer=customer)
        assert (invoice["status"], invoice["amount_paid"]) == ("paid", 1700)
        mirror = self.machine.rows(
            "SELECT s.stripe_id, s.status FROM billing_subscription s"
            " JOIN communities_membership m ON m.id = s.membership_id WHERE m.alias = ?",
            self.alias,
        )
        assert mirror == [(subscription["id"], "active")]


Newcomers = Callable[..., list[Payer]]
SIX = ("Gull", "Otter", "Plover", "Heron", "Wigeon", "Curlew")


@pytest.fixture
def newcomers(machine: Machine) -> Newcomers:
    def make(*aliases: str) -> list[Payer]:
        people = machine.sign_in(*(f"{alias.lower()}@payer.example" for alias in aliases))
        return [Payer(machine, *each) for each in zip(people, aliases, strict=True)]

    return make


def test_who_was_paying_when_the_power_went_pays_once(
    machine: Machine, newcomers: Newcomers
) -> None:
    asking, shown, back, lost, applied, told = newcomers(*SIX)
    far_side = FarSide(machine.stripe_port)
    before = far_side.keys_of("/v1/checkout/sessions")
    page = shown.join()
    told_page = told.join()
    far_side.switch(drop=-1)
    back_page = back.join()
    far_side.pay(back_page)
    lost.pay()
    far_side.switch(clear=True)
    applied_page = applied.join()
    stall(far_side, "GET", "/v1/subscriptions/", times=6)
    far_side.pay(applied_page)
    until(lambda: claimed(machine), "no event is being applied")
    stall(far_side, "POST", "/v1/checkout/sessions", times=1)
    first_try = threading.Thread(target=try_to_join, args=[asking])
    first_try.start()
    tried = len(before) + 6
    until(lambda: len(far_side.keys_of("/v1/checkout/sessions")) == tried, "nobody asked")
    machine.child.send_signal(signal.SIGSTOP)
    far_side.pay(told_page)
    machine.lose_power()
    first_try.join()
    machine.start()
    assert machine.keeps_its_promises()
    machine.wait()
    far_side.switch(clear=True)
    asking.pay()
    far_side.pay(page)
    back.come_back(back_page)
    assert not lost.is_in()
    shell(machine.server, LOST)
    in_once(asking, shown, back, lost, applied, told)
    keys = far_side.keys_of("/v1/checkout/sessions")[len(before) :]
    assert (len(keys), len(set(keys))) == (7, 6)
    nothing_waits(machine)


def in_once(*payers: Payer) -> None:
    for payer in payers:
        payer.comes_in()
        payer.paid_once()


def nothing_waits(machine: Machine) -> None:
    """Once the leases of the lost worker have ended, every event is applied."""
    machine.move_clock(LEASE_SECONDS)
    until(lambda: not unapplied(machine), "events wait to be applied")
    assert machine.keeps_its_promises()


def try_to_join(payer: Payer) -> None:
    with suppress(OSError, HTTPException):
        payer.join()


def stall(far_side: FarSide, method: str, path: str, *, times: int) -> None:
    for _ in range(times):
        far_side.switch(stall={"method": method, "path": path, "seconds": 20})


def claimed(machine: Machine) -> list[tuple[int]]:
    return machine.rows(
        "SELECT id FROM billing_stripeevent"
        " WHERE done_at IS NULL AND attempts > 0 AND claimed_until > due_at"
    )


def unapplied(machine: Machine) -> list[tuple[int]]:
    return machine.rows("SELECT id FROM billing_stripeevent WHERE done_at IS NULL")
