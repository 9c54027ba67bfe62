from commonwork.access.models.account import Account
from commonwork.access.models.answer import Answer
from commonwork.access.models.practice import PracticeSignIn
from commonwork.access.models.role_holding import RoleHolding
from commonwork.access.models.token import Token

__all__ = ["Account", "Answer", "PracticeSignIn", "RoleHolding", "Token"]
