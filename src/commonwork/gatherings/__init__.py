"""Gatherings: anything people attend. Classes, circles, assemblies, conferences, report-backs and meetings
are one noun, so that a roll is a roll everywhere.

Nouns: Gathering, Registration (with its erasable Guest), RollEntry. Acts: gatherings.announce, change,
call_off; registrations.register, cancel, forget_guests; rolls.mark, admit. Facts: gatherings.gathering.announced,
changed, called_off; gatherings.registration.made, cancelled; gatherings.guest.admitted; gatherings.guests.forgotten;
gatherings.roll.taken. Accounts used: none. What a gathering is part of (a course, an assembly) is named by
reference only; the room above knows the rest.
"""
