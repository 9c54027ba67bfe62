"""All template tags and filters of the design system, gathered from `ui.tags`. They are built-ins: no load needed."""

from django import template

from commonwork.ui.tags import charts, forms, frame, kept, lists, parts, words

register = template.Library()
for module in (words, frame, parts, lists, forms, charts, kept):
    register.tags.update(module.register.tags)
    register.filters.update(module.register.filters)
