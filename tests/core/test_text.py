"""What people write becomes harmless HTML, and names nobody while it is stored."""

import time
from html.parser import HTMLParser

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from core import text

PEOPLE = {"анна": 1, "полевая-мышь": 2, "ежик": 3}
REL = 'rel="nofollow noopener noreferrer"'


def rendered(source: str) -> text.Rendered:
    return text.render(source, person=PEOPLE.get)


def shown(source: str, people: dict[int, str] | None = None) -> str:
    return text.put_in(
        rendered(source).html,
        people={1: "Анна", 2: "Полевая-мышь", 3: "Ёжик"} if people is None else people,
        person_url=lambda pk: f"/m/{pk}/",
        hashtag_url=lambda key: f"/t/{key}/",
    )


class Inspector(HTMLParser):
    """Fails on whatever is not on the list of what may be shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in text.TAGS, tag
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("a", "rel"), ("ol", "start")}, (tag, name)
            if name == "href":
                assert (value or "").lower().startswith(("http:", "https:", "mailto:")), value

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def inspect(html: str) -> str:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.text


VECTORS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<b style='position:fixed' id=x class=y data-x=1 hx-get=/c/ hx-on:click=alert(1)>x</b>",
    "<form action=https://evil.example><input name=password></form>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](//evil.example/x)",
    "[x](/accounts/logout/)",
    "[x](<javascript:alert(1)>)",
    "<javascript:alert(1)>",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](https://a.example/x.png)',
    "[![x](https://a.example/i.png)](javascript:alert(1))",
    "https://a.example/'onmouseover='alert(1)",
    'https://a.example/"onmouseover="alert(1)',
    "```html onmouseover=alert(1)\n<script>alert(1)</script>\n```",
    '``` "onmouseover=alert(1)\nx\n```',
    "`<script>alert(1)</script>`",
    "> <script>\n> alert(1)\n> </script>",
    "[a]: javascript:alert(1)\n\n[a]",
    "#<script>alert(1)</script>",
    "@<script>alert(1)</script>",
    "\ue0001\ue001 \ue002x/<script>alert(1)</script>\ue003",
    "&#xE002;x/&lt;img src=x onerror=alert(1)&gt;&#xE003;",
    "[\ue002x/y\ue003](https://a.example/\ue0001\ue001)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<a@b.example?subject=x" onclick="alert(1)>',
    "</p></blockquote></main><h1 id=top>x</h1>",
]


@pytest.mark.parametrize("vector", VECTORS)
def test_attacks_are_only_text(vector: str) -> None:
    html = rendered(vector).html
    inspect(html)
    assert not set(html) & set("\ue000\ue001")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(VECTORS),
            st.sampled_from([*"[]()!*_~`<>#@&;:/\\\"'\n\t =-+1.", "http://", "&#xE000;"]),
        ),
        max_size=30,
    ).map("".join)
)
def test_whatever_is_written_only_allowed_tags_and_attributes_come_out(source: str) -> None:
    assert not set(inspect(rendered(source).html)) & set("\u200b\u202e\ufeff")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("раз\nдва\n\nтри", "<p>раз<br>\nдва</p>\n<p>три</p>\n"),
        ("**да** *может* ~~нет~~", "<p><strong>да</strong> <em>может</em> <s>нет</s></p>\n"),
        ("# Заголовок", "<p><strong>Заголовок</strong></p>\n"),
        ("слова\n---", "<p>слова</p>\n<hr>\n"),
        ("    с отступом", "<p>с отступом</p>\n"),
        ("1986. год", '<ol start="1986">\n<li>год</li>\n</ol>\n'),
        ("[моё]: https://a.example", f'<p>[моё]: <a href="https://a.example" {REL}>'),
        ("<b>5 < 6</b>", "<p>&lt;b&gt;5 &lt; 6&lt;/b&gt;</p>\n"),
        ("<a@b.example>", f'<p><a href="mailto:a@b.example" {REL}>a@b.example</a></p>\n'),
    ],
)
def test_markdown(source: str, html: str) -> None:
    assert rendered(source).html.startswith(html)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("Смотрите https://a.example/b_c_d.", "https://a.example/b_c_d"),
        ("(https://a.example/x)", "https://a.example/x"),
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("**https://a.example**", "https://a.example"),
        ("«https://a.example»", "https://a.example"),
        ("HTTPS://A.example/?a=1&b=2!", "HTTPS://A.example/?a=1&amp;b=2"),
    ],
)
def test_plain_addresses_become_links(source: str, address: str) -> None:
    assert f" {REL}>{address}</a>" in rendered(source).html


@pytest.mark.parametrize("source", ["xhttps://a.example", "https://", "ftp://a.example", "a://b"])
def test_what_is_not_a_plain_address_stays_text(source: str) -> None:
    assert rendered(source).html == f"<p>{source}</p>\n"


def test_a_link_with_an_address_as_its_text_is_one_link() -> None:
    html = rendered("[на https://a.example](https://b.example)").html
    assert html == f'<p><a href="https://b.example" {REL}>на https://a.example</a></p>\n'


@pytest.mark.parametrize(
    ("source", "words"),
    [("![кот](https://a.example/i.png)", "кот"), ("![](https://a.example)", "https://a.example")],
)
def test_pictures_become_links_and_fetch_nothing(source: str, words: str) -> None:
    html = rendered(source).html
    assert "<img" not in html
    assert f"{REL}>{words}</a>" in html


def test_a_picture_in_a_link_is_its_text() -> None:
    html = rendered("[![кот](https://a.example)](https://b.example)").html
    assert html == f'<p><a href="https://b.example" {REL}>кот</a></p>\n'


@pytest.mark.parametrize(
    ("source", "people"),
    [
        ("@Анна, привет", [1]),
        ("(@АННА)", [1]),
        ("@Анна_ @анна-", [1]),
        ("**@Полевая-мышь** и @Ёжик", [2, 3]),
        ("@Ежик @ёжик @Анна @Ёжик", [3, 1]),
        ("> @анна", [1]),
        ("@Анна.", [1]),
        ("@а\u200bнна", [1]),
        ("@никто", []),
        ("почта@анна", []),
        ("a.b-@анна", []),
        ("@анна@mastodon.example", []),
        ("@@анна", []),
        ("`@анна`", []),
        ("```\n@анна\n```", []),
        ("[@анна](https://a.example)", []),
        ("https://a.example/@анна", []),
        ("@аннапетровна", []),
        ("@" + "а" * 31, []),
    ],
)
def test_mentions(source: str, people: list[int]) -> None:
    assert rendered(source).people == people


@pytest.mark.parametrize(
    ("source", "hashtags"),
    [
        ("#Север", [("Север", "север")]),
        ("#Ёлка и #елка", [("Ёлка", "елка")]),
        ("#день_1, #2026год.", [("день_1", "день_1"), ("2026год", "2026год")]),
        ("#анти-стресс", [("анти", "анти")]),
        ("*#сон*", [("сон", "сон")]),
        ("# Север", []),
        ("#1 #2026 #_ #я", []),
        ("c#тег &#тег; a/#тег", []),
        ("`#тег` [#тег](https://a.example) https://a.example/#тег", []),
        ("#" + "т" * 51, []),
        # One letter that becomes eighteen with spaces when normalised.
        ("#\ufdfa\ufdfa", []),
    ],
)
def test_hashtags(source: str, hashtags: list[tuple[str, str]]) -> None:
    assert rendered(source).hashtags == hashtags


def test_stored_html_names_nobody() -> None:
    html = rendered("@Анна и #Север").html
    assert html == "<p>\ue0001\ue001 и \ue002север/Север\ue003</p>\n"


def test_put_in_writes_links() -> None:
    assert shown("@анна и #Север") == (
        '<p><a class="mention" href="/m/1/">@Анна</a> и '
        '<a class="tag" href="/t/север/">#Север</a></p>\n'
    )


def test_a_page_without_people_keeps_its_words() -> None:
    assert text.render_page("**Для @анна** и #Север") == (
        "<p><strong>Для @анна</strong> и #Север</p>\n"
    )


def test_put_in_escapes_what_it_is_given() -> None:
    assert "&lt;b&gt;&quot;" in shown("@анна", {1: '<b>"'})


@pytest.mark.parametrize(
    ("language", "words"), [("en", "former member"), ("ru", "бывший участник")]
)
def test_put_in_of_somebody_who_is_gone(language: str, words: str) -> None:
    with translation.override(language):
        assert shown("@анна", {}) == f'<p><span class="mention">{words}</span></p>\n'


def test_the_stored_source_names_nobody_and_can_be_edited() -> None:
    held = text.hold("@Анна, `@Ёжик`, @никто и #Север", person=PEOPLE.get)
    assert held == "\ue0001\ue001, `\ue0003\ue001`, @никто и #Север"
    edited = text.editable(held, people={1: "Анна-Мария"})
    assert edited == "@Анна-Мария, `former member`, @никто и #Север"


def test_alias_keys_finds_all_candidates() -> None:
    assert text.alias_keys("@Анна `@Ёжик_` a@b #тег") == {"анна", "ежик"}


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("а\u202eб\u200bв\ufeffг\x00д\ud800", "абвгд"),
        ("раз\r\nдва\u2028три\x0bчетыре", "раз\nдва\nтри\nчетыре"),
        ("👩\u200d❤️\u200d👩 а\u200dб", "👩\u200d❤️\u200d👩 аб"),
        ("и\u0306", "й"),
        ("\ue0001\ue001\ue002\ue003", "1"),
    ],
)
def test_clean(source: str, cleaned: str) -> None:
    assert text.clean(source) == cleaned


def test_entities_do_not_bring_back_what_was_cleaned() -> None:
    html = rendered("a&#8238;b &#xE000;1&#xE001; [&#8238;c](https://a.example)").html
    assert not set(html) & set("\u202e\ue000\ue001")


@pytest.mark.parametrize(
    ("one", "other"), [("Ёж", "ЕЖ"), ("Ａｎｎａ", "anna"), ("STRASSE", "straße"), ("и\u0306", "Й")]
)
def test_key_makes_equal(one: str, other: str) -> None:
    assert text.key(one) == text.key(other)


@pytest.mark.parametrize("alias", ["Анна", "Ab", "полевая-мышь", "a_1", "7я", "а" * 30])
def test_aliases(alias: str) -> None:
    assert text.is_alias(alias)


@pytest.mark.parametrize(
    "alias", ["", "я", "а б", "-аб", "аб_", "а.б", "а" * 31, "ß" * 20, "@анна", "а\u200bб", "🦔🦔"]
)
def test_what_cannot_be_an_alias(alias: str) -> None:
    assert not text.is_alias(alias)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cocoa", "Сосоа"),
        ("Анна", "Aннa"),
        ("BOB", "ВОВ"),
        ("Ivan", "lvan"),
        ("Ivan", "1van"),
        ("Оля", "0ля"),
        ("ΝΙΚΑ", "NIKA"),
        ("а_б", "а-б"),
        ("ёж", "еж"),
        ("scope", "ѕсоре"),
        ("Зоя", "3оя"),
    ],
)
def test_lookalikes_share_a_skeleton(one: str, other: str) -> None:
    assert text.alias_skeleton(one) == text.alias_skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Анна", "Инна"), ("Оля", "Юля"), ("Ally", "Aliy"), ("мама", "папа")]
)
def test_different_names_keep_different_skeletons(one: str, other: str) -> None:
    assert text.alias_skeleton(one) != text.alias_skeleton(other)


@pytest.mark.parametrize(
    ("source", "length", "words"),
    [
        ("# Привет\n\n**всем** [тут](https://a.example)", 40, "Привет всем тут"),
        ("раз\nдва `три`\n\n> четыре", 40, "раз два три четыре"),
        ("![кот](https://a.example/i.png) спит", 40, "кот спит"),
        ("Сегодня, наконец, дождь", 18, "Сегодня, наконец…"),
        ("а" * 30, 10, "а" * 9 + "…"),
        ("<b>не разметка</b>", 40, "<b>не разметка</b>"),
    ],
)
def test_excerpt(source: str, length: int, words: str) -> None:
    assert text.excerpt(source, length) == words
    assert len(words) <= max(length, len(source))


@pytest.mark.parametrize(
    "source",
    [
        ">" * 10_000,
        "> " * 10_000,
        "+ " * 10_000,
        "[" * 10_000,
        "![" * 5_000,
        "*a **b " * 1_500,
        "[a](" * 2_500,
        "@" * 10_000,
        "@" + "a-" * 5_000,
        "https://a.example/" + ")" * 10_000,
        "http://" * 1_500,
        ":" * 10_000,
        "\u200d" * 10_000,
        "".join("`" * n + " " for n in range(140)),
    ],
    ids=lambda source: source[:6],
)
def test_no_text_of_ten_thousand_characters_takes_long(source: str) -> None:
    started = time.process_time()
    rendered(source)
    assert time.process_time() - started < 0.5
