"""`python -m commonwork` is the program `commonwork`."""

from commonwork.site.command import main

main()
