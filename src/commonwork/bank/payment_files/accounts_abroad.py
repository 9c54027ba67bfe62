"""Account numbers and banks of the area that pays in euros by credit transfer (SEPA).

Source: ISO 13616 (IBAN: country, two digits to check, a length per country); ISO 9362 (BIC: eight or eleven letters);
European Payments Council, list of countries of the SEPA area.
"""

import re

from commonwork.bank.payment_files.orders import iban
from commonwork.rules.refusal import Refusal, sentence

LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
A_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


class NotInTheArea(Refusal):
    sentence = sentence("Accounts in {country} are not reached by a SEPA transfer.")
    field = "number"


class IbanLengthWrong(Refusal):
    sentence = sentence("An IBAN of {country} has {wanted} letters and digits; this one has {count}.")
    field = "number"


class BicWrong(Refusal):
    sentence = sentence(
        "“{bic}” is no BIC. A BIC has eight or eleven letters and digits. Leave it empty if unsure."
    )
    field = "routing"


def sepa_iban(text: str) -> str:
    """An IBAN of the area, without blanks. Raises AccountNumberWrong, NotInTheArea, IbanLengthWrong.

    >>> sepa_iban("NL91 ABNA 0417 1643 00")
    'NL91ABNA0417164300'
    """
    bare = "".join(text.split()).upper()
    country = bare[:2]
    if country.isalpha() and country.isascii() and len(bare) > 4:
        if country not in LENGTHS:
            raise NotInTheArea(country=country)
        if len(bare) != LENGTHS[country]:
            raise IbanLengthWrong(country=country, wanted=LENGTHS[country], count=len(bare))
    return iban(bare)


def bic(text: str) -> str:
    """A BIC without blanks, or nothing. Raises BicWrong.

    >>> bic("cobadeff xxx"), bic("")
    ('COBADEFFXXX', '')
    """
    bare = "".join(text.split()).upper()
    if bare and not A_BIC.fullmatch(bare):
        raise BicWrong(bic=text[:20])
    return bare
