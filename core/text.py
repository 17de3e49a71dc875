"""What people write: Markdown in, sanitised HTML out, once, when it is saved.

Stored HTML names nobody. A person stands in it as an id between two private-use characters, a
hashtag as its key and the word as it was typed, and `put_in` writes the links when the text is
shown: an alias that was changed or given up is then gone everywhere.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

PERSON, PERSON_END, TAG, TAG_END = "\ue000", "\ue001", "\ue002", "\ue003"
HELD = re.compile(f"{PERSON}([0-9]+){PERSON_END}|{TAG}([^/]+)/([^{TAG_END}]+){TAG_END}")

# One word of 2-30 letters, digits, `_` and `-`, with a letter or digit at both ends, so that
# punctuation after a mention is not taken for a part of it.
ALIAS_PATTERN = re.compile(r"[^\W_][\w-]{0,28}[^\W_]")
HASHTAG_PATTERN = re.compile(r"(?=\w*[^\W\d_])\w{2,50}")
# At word borders: neither e-mail addresses, nor addresses of pages, nor parts of a longer word.
NAMES = re.compile(r"(?<![\w@/+-])@([\w-]++)(?!@)|(?<![\w#&/])#(\w++)")

TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"}
# `*`: without it the library lets `title` and `lang` through on every tag.
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Control and private-use characters, and those that are invisible or turn the direction of text.
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff"
    "\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
LONE_JOINER = re.compile(f"(?<![{EMOJI}])\u200d|\u200d(?![{EMOJI}])")

# Brackets end a plain link: inside `[a plain link](address)` they belong to Markdown.
PLAIN_LINK = re.compile(r"https?://\w[^\s<>\[\]{}\\\"'`«»“”]*", re.IGNORECASE)
PLAIN_SCHEME = re.compile(r"(?<!\w)https?$", re.IGNORECASE)
LINK_TAIL = ".,;:!?*_~…"

# Lookalikes of Latin letters, after the idea of UTS 39 (skeletons of confusable strings).
LOOKALIKES = str.maketrans(
    "АБВГЕЁЗКМНОПРСТУХЧЬЅЈҺԀԚԜҮѴабвгеёзкмнопрстухчьіїѕјһӏԁԛԝүѵΑΒΕΖΗΚΜΝΟΡΤΥΧαβεηικνοπρτυχωIІЇΙӀ01_",
    "a6bree3kmhonpctyx4bsjhdqwyva6bree3kmhonpctyx4biisjhldqwyvabezhkmnoptyxabenikvonptuxwlllllol-",
)


@dataclass(frozen=True)
class Rendered:
    """Text ready to be stored, with the people and hashtags (name, key) in it, each once."""

    html: str
    people: list[int]
    hashtags: list[tuple[str, str]]


def key(text: str) -> str:
    """Form in which aliases and hashtags are compared: case, width and ё make no difference."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).replace("ё", "е")


def is_alias(text: str) -> bool:
    """Say whether this can be an alias; its key then has 2-30 characters as well."""
    return bool(ALIAS_PATTERN.fullmatch(text) and ALIAS_PATTERN.fullmatch(key(text)))


def alias_skeleton(alias: str) -> str:
    """Form in which aliases that look alike are equal, whatever alphabets they mix (UTS 39)."""
    return key(unicodedata.normalize("NFKC", alias).translate(LOOKALIKES))


def clean(source: str) -> str:
    """Remove characters that are invisible, turn the text around or serve us as placeholders."""
    text = UNWANTED.sub("", LINE_ENDS.sub("\n", source))
    return unicodedata.normalize("NFC", LONE_JOINER.sub("", text))


def alias_keys(source: str) -> set[str]:
    """Keys of all aliases the text may mention: for fetching those people in one query."""
    return {key(name.rstrip("_-")) for name, _ in NAMES.findall(clean(source)) if name}


def render(source: str, *, person: Callable[[str], int | None]) -> Rendered:
    """Turn Markdown into sanitised HTML to be stored.

    `person` finds the id of a person who may be mentioned by the key of an alias, or None.
    """
    tokens = MARKDOWN.parse(clean(source))
    names = _Names(person)
    heading = False
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            heading = token.type == "heading_open"
            # People's headings would tear the outline of the page.
            token.tag = "p"
        if token.children is not None:
            token.children = list(_rewritten(token.children, names, strong=heading))
    unsafe = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return Rendered(
        _sanitised(unsafe),
        list(names.people),
        [(name, folded) for folded, name in names.hashtags.items()],
    )


def render_page(source: str) -> str:
    """Turn Markdown of a page without people, an agreement or a front page, into stored HTML."""
    return HELD.sub(lambda held: f"#{held[3]}", render(source, person=lambda _: None).html)


def put_in(
    html: str,
    *,
    people: Mapping[int, str],
    person_url: Callable[[int], str],
    hashtag_url: Callable[[str], str],
) -> SafeString:
    """Put links to people (id -> alias) and hashtags (by key) into stored HTML."""

    def link(match: re.Match[str]) -> str:
        if match[1] is None:
            url = hashtag_url(match[2])
            return format_html('<a class="tag" href="{}">#{}</a>', url, match[3])
        alias = people.get(int(match[1]))
        if alias is None:
            return format_html('<span class="mention">{}</span>', gettext("former member"))
        url = person_url(int(match[1]))
        return format_html('<a class="mention" href="{}">@{}</a>', url, alias)

    return mark_safe(HELD.sub(link, html))  # noqa: S308 - stored HTML is sanitised by render


def hold(source: str, *, person: Callable[[str], int | None]) -> str:
    """Return the source to be stored: the people it mentions stand in it as ids."""
    return NAMES.sub(partial(_held_person, person), clean(source))


def editable(source: str, *, people: Mapping[int, str]) -> str:
    """Turn a stored source back into what its author edits, with today's aliases."""

    def alias(match: re.Match[str]) -> str:
        return f"@{people[int(match[1])]}" if int(match[1]) in people else gettext("former member")

    return re.sub(f"{PERSON}([0-9]+){PERSON_END}", alias, source)


def excerpt(source: str, length: int) -> str:
    """Return the first `length` characters without Markdown, cut between words. Not HTML."""
    text = " ".join("".join(_plain(MARKDOWN.parse(clean(source)))).split())
    if len(text) <= length:
        return text
    start, space, _ = text[:length].rpartition(" ")
    return f"{(start if space else text[: length - 1]).rstrip(' ,.;:–—-')}…"


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return url.split(":", 1)[0].lower() in SCHEMES and ":" in url


class _Names:
    """The people and hashtags met so far in one text."""

    def __init__(self, person: Callable[[str], int | None]) -> None:
        self._person = person
        self.people: dict[int, None] = {}
        self.hashtags: dict[str, str] = {}

    def hold(self, text: str) -> str:
        return NAMES.sub(self._held, text)

    def _held(self, match: re.Match[str]) -> str:
        return self._held_hashtag(match) if match[2] else _held_person(self._met, match)

    def _met(self, alias_key: str) -> int | None:
        found = self._person(alias_key)
        if found is not None:
            self.people[found] = None
        return found

    def _held_hashtag(self, match: re.Match[str]) -> str:
        name, folded = match[2], key(match[2])
        if not (HASHTAG_PATTERN.fullmatch(name) and HASHTAG_PATTERN.fullmatch(folded)):
            return match[0]
        self.hashtags.setdefault(folded, name)
        return f"{TAG}{folded}/{name}{TAG_END}"


def _held_person(person: Callable[[str], int | None], match: re.Match[str]) -> str:
    alias = (match[1] or "").rstrip("_-")
    found = person(key(alias)) if is_alias(alias) else None
    return match[0] if found is None else f"{PERSON}{found}{PERSON_END}{match[1][len(alias) :]}"


def _rewritten(tokens: Iterable[Token], names: _Names, *, strong: bool) -> Iterator[Token]:
    """Turn pictures into links, and names outside of links into ids and keys."""
    links = 0
    if strong:
        yield Token("strong_open", "strong", 1)
    for token in tokens:
        links += token.nesting if token.tag == "a" else 0
        if token.type == "image":
            yield from _picture_as_link(token, inside_link=bool(links))
            continue
        if token.type == "text":
            # Entities are decoded by now, so what `clean` removes may be back.
            text = clean(token.content)
            token.content = text if links else names.hold(text)
        yield token
    if strong:
        yield Token("strong_close", "strong", -1)


def _picture_as_link(token: Token, *, inside_link: bool) -> Iterator[Token]:
    """A picture from elsewhere would tell its host who reads here, and when."""
    address = str(token.attrs["src"])
    text = Token("text", "", 0, content=clean(token.content) or address)
    if inside_link:
        yield text
    else:
        yield Token("link_open", "a", 1, attrs={"href": address})
        yield text
        yield Token("link_close", "a", -1)


def _sanitised(unsafe: str) -> str:
    return nh3.clean(
        unsafe,
        tags=TAGS,
        clean_content_tags=set(),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="nofollow noopener noreferrer",
    )


def _plain(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _plain(token.children or [])
        elif token.type in {"text", "code_inline", "fence", "image"}:
            yield clean(token.content)
        elif token.block or token.tag == "br":
            yield " "


def _plain_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library calls it
    """Inline rule: an address written out becomes a link, before `_` in it can mean emphasis."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = PLAIN_SCHEME.search(state.src, max(0, state.pos - 6), state.pos)
    match = scheme and PLAIN_LINK.match(state.src, scheme.start(), state.posMax)
    if not scheme or not match:
        return False
    written = _without_tail(match[0])
    if not silent:
        state.pending = state.pending.removesuffix(scheme[0])
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(written)}
        state.push("text", "", 0).content = written
        state.push("link_close", "a", -1)
    state.pos += len(written) - len(scheme[0])
    return True


def _without_tail(address: str) -> str:
    """Leave out the punctuation of the sentence, and a bracket that was opened before."""
    while address[-1] in LINK_TAIL or _closes_nothing(address):
        address = address[:-1]
    return address


def _closes_nothing(address: str) -> bool:
    return address[-1] == ")" and address.count(")") > address.count("(")


def _parser() -> _Markdown:
    parser = _Markdown("commonmark", {"html": False, "breaks": True})
    parser.enable("strikethrough")
    # Nobody means code by four spaces, a heading by a line of dashes, or a footnote that vanishes.
    parser.disable(["code", "lheading", "reference", "html_block", "html_inline"])
    parser.inline.ruler.at("linkify", _plain_link)
    parser.inline.ruler.enable("linkify")
    return parser


MARKDOWN = _parser()
