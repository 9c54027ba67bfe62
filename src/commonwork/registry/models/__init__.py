from commonwork.registry.models.body import Body, BodySeat
from commonwork.registry.models.competence import Competence, CompetenceHeld
from commonwork.registry.models.figure import Figure
from commonwork.registry.models.membership import Membership
from commonwork.registry.models.network import Network
from commonwork.registry.models.organisation import Organisation, OrganisationStage, SupplyLink
from commonwork.registry.models.person import Contact, Person
from commonwork.registry.models.place import Place

__all__ = [
    "Body",
    "BodySeat",
    "Competence",
    "CompetenceHeld",
    "Contact",
    "Figure",
    "Membership",
    "Network",
    "Organisation",
    "OrganisationStage",
    "Person",
    "Place",
    "SupplyLink",
]
