from commonwork.charter.models.policy import Policy
from commonwork.charter.models.principle import Principle

__all__ = ["Policy", "Principle"]
