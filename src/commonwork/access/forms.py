"""The form at the door: an e-mail address is enough; those who have set a password may use it."""

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """Without a password a code is mailed; with one, the second factor is asked for next."""

    def _setup_password_field(self) -> None:
        """allauth takes the field away where people sign up without a password; here it stays, and may be empty."""
        field = self.fields["password"]
        field.required = False
        field.label = _("Password, if you have set one")
        field.widget.attrs.pop("placeholder", None)
