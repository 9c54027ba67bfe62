"""The WSGI application that granian serves. Refuses to start with unsafe settings, a sentence each."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwork.site.settings")
application = get_wsgi_application()

from commonwork.site.checks import unsafe  # noqa: E402  needs the settings that were just loaded

if found := unsafe():
    for message in found:
        print(f"Not started: {message.msg}", file=sys.stderr)  # noqa: T201  before any log is set up
    raise SystemExit(1)
