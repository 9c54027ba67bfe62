"""School: courses that lead to a badge and to a competence others ask for.

Nouns: Course (one cohort; its Sessions are gatherings), Programme, Enrolment, Badge. Acts: courses.open, change;
cohorts.repeat; sessions.lead; programmes.begin, change; enrolments.enrol, enrol_many,
leave; rolls.take; badges.award, award_all, revoke. Facts: school.course.opened, school.course.completed,
school.enrolment.made, school.enrolments.made, school.enrolment.ended, school.badge.awarded,
school.badges.awarded, school.badge.revoked. Accounts read: 3400 (restricted grants) in the school's book;
trainers are paid in books (5600). What a badge opens elsewhere is asked of the competence, never of the course.
"""
