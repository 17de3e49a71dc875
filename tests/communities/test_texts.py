import pytest

from communities.models import Document
from communities.starter_texts import starter_text
from core import text

LANGUAGES = ("en", "ru")
KINDS = [*Document.Kind.values]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_document_starts_as_a_draft_for_a_lawyer(kind, language):
    first = starter_text(kind, language).splitlines()[0]
    assert first.startswith({"en": "> **Draft.**", "ru": "> **Черновик.**"}[language])
    assert {"en": "lawyer", "ru": "юрист"}[language] in first or kind != "agreement"


@pytest.mark.parametrize("language", LANGUAGES)
def test_data_consent_names_special_categories_and_withdrawal(language):
    consent = starter_text("data_consent", language)
    health, mental, withdrawal = {
        "en": ("special categories", "mental health", "Withdrawal"),
        "ru": ("специальных категорий", "психическом", "Отзыв"),
    }[language]
    assert health in consent
    assert mental in consent
    assert withdrawal in consent


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*KINDS, "public_page"])
def test_texts_fit_their_fields_and_hold_nothing_that_is_not_rendered(kind, language):
    source = starter_text(kind, language)
    assert len(source) < 20_000
    html = text.render_page(source)
    assert not [sign for sign in ("**", "##", "|--") if sign in html]


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        (
            "en",
            [
                "How we work",
                "What I do, what you do",
                "What I do not promise",
                "Questions",
                "This is not emergency help",
            ],
        ),
        (
            "ru",
            [
                "Как мы работаем",
                "Что делаю я, что делаете вы",
                "Чего я не обещаю",
                "Вопросы",
                "Это не экстренная помощь",
            ],
        ),
    ],
)
def test_the_public_page_has_its_headings_and_no_testimonials(language, headings):
    source = starter_text("public_page", language)
    found = [line[3:] for line in source.splitlines() if line.startswith("## ")]
    assert found == headings
