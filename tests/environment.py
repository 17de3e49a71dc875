"""Loaded before settings are: this process is a test."""

import os

os.environ["MODE"] = "test"
os.environ.setdefault("SECRET_KEY", "for-tests-only")
