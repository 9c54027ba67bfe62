from commonwork.gatherings.models.gathering import NEEDS, Gathering
from commonwork.gatherings.models.registration import Guest, Registration
from commonwork.gatherings.models.roll_entry import RollEntry

__all__ = ["NEEDS", "Gathering", "Guest", "Registration", "RollEntry"]
