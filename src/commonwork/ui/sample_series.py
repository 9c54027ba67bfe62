"""Sample bars, lines and areas of the living style page."""

from typing import Any

from django.utils.translation import gettext as _

from commonwork.ui import charts


def series() -> dict[str, Any]:
    """Bars, a line and areas."""
    bar, one = charts.Bar, charts.Series
    return {
        "bars": [
            bar(_("Cold store at the farm"), 172),
            bar(_("Shade and benches, Capitol St."), 146),
            bar(_("Childcare at training evenings"), 112),
            bar(_("Water test kits"), 86),
        ],
        "years": ["2019", "2020", "2021", "2022", "2023", "2024", "2025"],
        "line": [
            one(_("jobs in the federation"), (6, 9, 12, 17, 24, 32, 41)),
            one(_("jobs a year"), (3, 3, 5, 7, 7, 8, 9), "gold"),
        ],
        "area": [
            one(_("member shares"), (2, 3, 4, 6, 8, 9, 12), "green"),
            one(_("capital accounts"), (1, 2, 4, 7, 11, 17, 26), "gold"),
        ],
    }
