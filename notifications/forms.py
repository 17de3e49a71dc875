"""Shape of what comes from «Отклики»."""

from django import forms


class ReadForm(forms.Form):
    """`up_to` is the id of the newest notice that was shown."""

    up_to = forms.IntegerField(min_value=1)
