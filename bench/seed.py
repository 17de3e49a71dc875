"""`python -m bench.seed POSTS`: an empty database becomes a grown community; prints its facts."""
# ruff: noqa: E402 - Django is set up before its apps are imported

import json
import sys

import django

django.setup()

from django.core.management import call_command

from bench.data import fill

call_command("migrate", verbosity=0, interactive=False)
call_command("createcachetable", verbosity=0)
print(json.dumps(fill(int(sys.argv[1]))))
