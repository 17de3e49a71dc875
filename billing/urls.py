"""Addresses under `/c/<slug>/billing/`."""

from django.urls import path

from billing.views import handover, mine, opening, people, plans, welcome

app_name = "billing"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("pay/", mine.pay, name="pay"),
    path("ask/", mine.ask, name="ask"),
    path("return/", mine.come_back, name="return"),
    path("renewal/stop/", mine.stop_renewal, name="stop_renewal"),
    path("renewal/resume/", mine.resume_renewal, name="resume_renewal"),
    path("card/", mine.change_card, name="change_card"),
    path("opening/", opening.opening, name="opening"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<id:plan>/prices/", plans.add_price, name="add_price"),
    path("plans/<id:plan>/archive/", plans.archive_plan, name="archive_plan"),
    path("prices/<id:price>/archive/", plans.archive_price, name="archive_price"),
    path("grace/", plans.change_grace, name="change_grace"),
    path("invite/", welcome.invite_many, name="invite_many"),
    path("invite/send/", welcome.send, name="invite_many_send"),
    path("people/", people.people, name="people"),
    path("people/<id:member>/", people.person, name="person"),
    path("people/<id:member>/place/", people.give_place, name="give_place"),
    path("people/<id:member>/payment/", people.record_payment, name="record_payment"),
    path("places/<id:grant>/revoke/", people.revoke_place, name="revoke_place"),
    path("payments/<id:payment>/take-back/", people.take_back_payment, name="take_back_payment"),
    path("handover/<id:offer>/", handover.take_over, name="take_over"),
    path("alerts/<id:alert>/settle/", people.settle_alert, name="settle_alert"),
]
