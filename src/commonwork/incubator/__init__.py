"""The incubator: from an idea to an open co-op.

Nouns: Idea, IdeaSupport, IdeaPriority, Suggestion, Team, TeamMember, TeamTask, Review, GatePassed, MentorOffer, HelpWanted,
MentorHours, Cohort, CohortPlace, PlanDraft, PlanVersion, PlanAnswer; the stages (`stages.toml`, two paths), what mentors
help with (`helping.py`) and a plan's questions (`topics.py`) are data.
Acts: ideas.propose / support / count_in / count_out / merge / lift / decline, suggestions.suggest / accept / decline /
withdraw / erase, teams.form / join / leave / set_organisation, resting.pause / merge / decline / resume,
tasks.finish / reopen / erase_paper, reviews.give, gates.pass_gate / take_back,
cohorts.open_cohort / set_course / apply / select, plans.draft / keep, answers.write / erase, mentors.offer / rest / want /
forget, mentoring.match / log / strike.
Facts: incubator.idea.*, incubator.suggestion.*, incubator.team.*, incubator.task.*, incubator.review.*, incubator.gate.*,
incubator.cohort.*, incubator.plan.*, incubator.mentor.*, incubator.help.*, incubator.mentoring.* (sentences in
`facts.py`).
Accounts used: none is posted to; the page reads the incubator's restricted grants (3400).
Left to others: competences (registry), courses (school), money for teams (bank, assembly through journeys).
"""
