"""Tokens for programs: a person makes them, sees what they may do, and withdraws them."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from commonwork.access.actions import tokens
from commonwork.access.guard import demand, signed_in
from commonwork.access.models import Account, Token
from commonwork.registry.clock import now, today
from commonwork.ui.forms import ActForm

SCOPES = [("read", _("Read what I may read")), ("write", _("Do what I may do"))]


class TokenForm(ActForm):
    name = forms.CharField(label=_("What is it for?"), max_length=120)
    scopes = forms.MultipleChoiceField(label=_("It may"), choices=SCOPES, widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=_("It ends after how many days?"), min_value=1, max_value=366, initial=90)


@signed_in
def list_all(request: HttpRequest) -> HttpResponse:
    """My tokens; the secret of a new one is shown once."""
    account = request.user
    assert isinstance(account, Account)
    demand(account.person is not None)
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST":
        secret = tokens.new_secret()
        done = form.attempt(
            lambda once: tokens.issue(
                account=account,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                secret=secret,
                expires_on=today() + timedelta(days=form.cleaned_data["days"]),
                at=now(),
            )
        )
        if done:
            form = TokenForm()
        else:
            secret = ""
    mine = Token.objects.filter(account=account, revoked_at=None).order_by("-created_at")
    return render(request, "site/tokens.html", {"form": form, "tokens": mine, "secret": secret})


@signed_in
@require_POST
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw one of my tokens."""
    token = get_object_or_404(Token, key=key, account=request.user, revoked_at=None)
    tokens.revoke(token=token, at=now())
    return redirect("tokens")
