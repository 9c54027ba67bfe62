"""Tokens for programs: a person makes them, sees what they may do, and withdraws them."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from commonwork.access.actions import tokens
from commonwork.access.guard import demand, signed_in
from commonwork.access.models import Account, Token
from commonwork.access.permissions import Permission
from commonwork.access.queries import where
from commonwork.registry.clock import now, today
from commonwork.registry.models import Organisation
from commonwork.ui.fields import Choices
from commonwork.ui.forms import ActForm

SCOPES = [("read", _("Read what I may read")), ("write", _("Do what I may do"))]


class TokenForm(ActForm):
    """What a token is for, what it may, and how long. `read:KEY` and `write:KEY` are about one book."""

    name = forms.CharField(label=_("What is it for?"), max_length=120)
    scopes = Choices(label=_("It may, everywhere"), choices=SCOPES, required=False)
    reads = Choices(label=_("Or only: read these books"), required=False)
    writes = Choices(
        label=_("Or only: read these books and record in them"),
        required=False,
        help_text=_("A token never may more than you may yourself."),
    )
    days = forms.IntegerField(label=_("It ends after how many days?"), min_value=1, max_value=366, initial=90)

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, permission in (("reads", Permission.BOOKS_SEE), ("writes", Permission.BOOKS_KEEP)):
            rows = where(account, permission).filter(book__isnull=False).order_by("name")
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            verb = name.removesuffix("s")
            field.choices = [(f"{verb}:{row.key}", row.name) for row in rows]
            if not field.choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.chosen(cleaned):
            raise ValidationError(_("Choose at least one thing the token may do."))
        return cleaned

    def chosen(self, cleaned: dict[str, Any]) -> list[str]:
        """All scopes, general ones first."""
        return [scope for name in ("scopes", "reads", "writes") for scope in cleaned.get(name, [])]


def in_words(scopes: list[str]) -> str:
    """Scopes as the page lists them."""
    names = dict(Organisation.objects.values_list("key", "name"))
    general = {code: str(text) for code, text in SCOPES}
    said = []
    for scope in scopes:
        verb, _colon, key = scope.partition(":")
        books = _("read the books of %s") if verb == "read" else _("record in the books of %s")
        said.append(general.get(scope) or books % names.get(key, key))
    return " · ".join(said)


@signed_in
def list_all(request: HttpRequest) -> HttpResponse:
    """My tokens; the secret of a new one is shown once."""
    account = request.user
    assert isinstance(account, Account)
    demand(account.person is not None)
    form, secret = TokenForm(account, request.POST or None), ""
    if request.method == "POST":
        secret = tokens.new_secret()
        done = form.attempt(
            lambda once: tokens.issue(
                account=account,
                name=form.cleaned_data["name"],
                scopes=form.chosen(form.cleaned_data),
                secret=secret,
                expires_on=today() + timedelta(days=form.cleaned_data["days"]),
                at=now(),
            )
        )
        if done:
            form = TokenForm(account)
        else:
            secret = ""
    rows = Token.objects.filter(account=account, revoked_at=None).order_by("-created_at")
    mine = [
        (token, in_words(token.scopes), token.expires_on and token.expires_on <= today()) for token in rows
    ]
    return render(request, "site/tokens.html", {"form": form, "tokens": mine, "secret": secret})


@signed_in
@require_POST
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw one of my tokens."""
    token = get_object_or_404(Token, key=key, account=request.user, revoked_at=None)
    tokens.revoke(token=token, at=now())
    return redirect("tokens")
