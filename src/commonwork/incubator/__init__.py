"""The incubator: from an idea to an open co-op.

Nouns: Idea, IdeaSupport, Team, TeamMember, GatePassed, MentorHours; the stages are data (`stages.toml`).
Acts: ideas.propose / support / decline, teams.form / join / leave / set_organisation, gates.pass_gate / take_back,
mentoring.log / strike.
Facts: incubator.idea.*, incubator.team.*, incubator.gate.*, incubator.mentoring.* (sentences in `facts.py`).
Accounts used: none is posted to; the page reads the incubator's restricted grants (3400).
Left to others: competences (registry), courses (school), money for teams (bank, assembly through journeys).
"""
