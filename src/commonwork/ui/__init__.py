"""The design system: what every page of Commonwork is made of. It has no models and knows no room.

`parts` are the plain values that tags take, `tags` the template tags (one module a concern, gathered in
`templatetags/ui.py`), `charts` and `quilt` draw SVG on the server, `money` and `dates` write amounts and days the way
people read them, `listing` and `exports` filter, page and hand out lists. docs/ui.md lists all of it; `/ui/` shows it.
"""
