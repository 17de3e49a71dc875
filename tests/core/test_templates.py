"""What a template loses on its way to a page, and what it must not lose."""

import pytest
from django.template import Context, Template

from core.templates import lean


@pytest.mark.parametrize("shown", [True, False])
def test_words_stay_apart(shown: object) -> None:
    written = """
      <p>
        one
        {% if shown %}
          two
        {% else %}
          three
        {% endif %}
        {# four #}
        five
      </p>
    """
    plain, thin = (
        Template(text).render(Context({"shown": shown})) for text in (written, lean(written))
    )
    assert plain.split() == thin.split()
    assert len(thin) < len(plain) / 2


def test_a_word_that_a_tag_writes_keeps_its_spaces() -> None:
    assert lean('one\n  {% translate "two" %}\n  three') == 'one\n{% translate "two" %}\nthree'


def test_two_tags_on_one_line_stay() -> None:
    assert lean("{% if a %}<b></b>{% endif %}\n{% if c %}<i></i>{% endif %}") == (
        "{% if a %}<b></b>{% endif %}\n{% if c %}<i></i>{% endif %}"
    )


def test_a_part_ends_without_a_break() -> None:
    assert lean("{{ at }}\n") == "{{ at }}"
