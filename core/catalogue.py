"""Translation catalogues without the system gettext tools.

English is the source, Russian the one translation. Each of our apps has one catalogue, built from
its Python files and its templates. The files are a function of the sources and the translations
alone (no dates, no line numbers), so two runs write the same bytes.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

LANGUAGE = "ru"
# As in Django's own Russian catalogue: catalogues with another formula would not merge with it.
# The forms: 1 и 21; 2-4; 5-20; fractions.
PLURAL_FORMS = (
    "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) "
    "? 1 : n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);"
)
PLURALS = range(4)
# Templates of other people's apps that we rewrite belong to the app which brings them.
TEMPLATES_OF = {"accounts": ("account", "allauth", "mfa", "usersessions")}

# function -> positions of (context, singular, plural) among its arguments
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
TEMPLATE_CALL = re.compile(rf"\b(\w+)\(\s*({STRING}(?:\s*,\s*{STRING})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{[^{}\s]*\}")

Key = tuple[str, str | None]


@dataclass
class Message:
    """One text to translate, with the files it was found in."""

    text: str
    plural: str = ""
    context: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.text, self.context


def own_apps(base: Path, installed: Iterable[str]) -> list[str]:
    """Names of the installed apps that live under `base`, in their order."""
    names = [entry.split(".")[0] for entry in installed]
    return [name for name in names if (base / name / "__init__.py").exists()]


def path_of(base: Path, app: str) -> Path:
    """Where the Russian catalogue of an app lives; its compiled twin stands beside it."""
    return base / app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def update(base: Path, app: str) -> list[str]:
    """Write an app's catalogue anew, keeping its translations; return the untranslated texts."""
    found = messages_of(base, app)
    path = path_of(base, app)
    if not found and not path.exists():
        return []
    old = {_key(entry): entry for entry in _load(path)}
    catalogue = _empty()
    for key in sorted(found, key=lambda key: (key[0], key[1] or "")):
        catalogue.append(_entry(found[key], old.get(key)))
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, str(catalogue).encode())
    _write(path.with_suffix(".mo"), catalogue.to_binary())
    return [entry.msgid for entry in catalogue if not entry.translated()]


def check(base: Path, app: str) -> list[str]:
    """Say, line by line, what is wrong with an app's catalogue; empty when all is right."""
    found = messages_of(base, app)
    path = path_of(base, app)
    catalogue = _load(path)
    kept = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    wrong = [f"{app}: missing: {text}" for text, _ in found.keys() - kept.keys()]
    wrong += [f"{app}: obsolete: {text}" for text, _ in kept.keys() - found.keys()]
    wrong += [f"{app}: obsolete: {entry.msgid}" for entry in catalogue.obsolete_entries()]
    for key in found.keys() & kept.keys():
        wrong += [f"{app}: {fault}" for fault in _faults(found[key], kept[key])]
    if path.exists() and _read(path.with_suffix(".mo")) != catalogue.to_binary():
        wrong.append(f"{app}: django.mo is not what django.po compiles to")
    return sorted(wrong)


def messages_of(base: Path, app: str) -> dict[Key, Message]:
    """Collect the texts of an app's Python files and templates."""
    found: dict[Key, Message] = {}
    for path in _python_files(base, app):
        _collect(found, python_messages(path.read_text()), path.relative_to(base))
    for path in _template_files(base, app):
        _collect(found, template_messages(path.read_text()), path.relative_to(base))
    return found


def python_messages(source: str) -> Iterator[Message]:
    """Find the texts in Python source; calls whose text is not a literal are passed over."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
        message = _message(name, texts)
        if message:
            yield message


def template_messages(source: str) -> Iterator[Message]:
    """Find the texts in a Django template."""
    for call in TEMPLATE_CALL.finditer(templatize(source)):
        texts = [ast.literal_eval(text) for text in re.findall(STRING, call[2])]
        message = _message(call[1], texts)
        if message:
            yield message


def _message(name: str, texts: Sequence[object]) -> Message | None:
    if name not in CALLS:
        return None
    context, singular, plural = (
        texts[at] if at is not None and at < len(texts) else None for at in CALLS[name]
    )
    if not isinstance(singular, str) or not singular:
        return None
    return Message(
        text=singular,
        plural=plural if isinstance(plural, str) else "",
        context=context if isinstance(context, str) else None,
    )


def _collect(found: dict[Key, Message], messages: Iterable[Message], path: Path) -> None:
    for message in messages:
        kept = found.setdefault(message.key, message)
        # One entry serves both uses of a text, alone and with a plural.
        kept.plural = kept.plural or message.plural
        kept.files.add(path.as_posix())


def _python_files(base: Path, app: str) -> list[Path]:
    files = (base / app).rglob("*.py")
    return sorted(path for path in files if "migrations" not in path.relative_to(base).parts)


def _template_files(base: Path, app: str) -> list[Path]:
    root = base / "templates"
    folders = [root / name for name in (app, *TEMPLATES_OF.get(app, ()))]
    files = [path for folder in folders for path in folder.rglob("*")]
    if app == "core":
        files += [*root.glob("*"), *(root / "components").rglob("*")]
    return sorted(path for path in files if path.suffix in {".html", ".txt"})


def _faults(message: Message, entry: polib.POEntry) -> Iterator[str]:
    forms = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    if entry.msgid_plural != message.plural:
        yield f"plural changed: {message.text}"
    elif message.plural and set(entry.msgstr_plural) != set(PLURALS):
        yield f"not all plural forms: {message.text}"
    elif entry.fuzzy or not all(forms):
        yield f"untranslated: {message.text}"
    # Russian needs the number in each form: the first one also serves 21 and 101.
    elif any(
        _placeholders(form) != _placeholders(message.plural or message.text) for form in forms
    ):
        yield f"placeholders differ: {message.text}"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def _entry(message: Message, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context,
        occurrences=[(name, "") for name in sorted(message.files)],
    )
    if old:
        entry.flags, entry.tcomment = old.flags, old.tcomment
    if message.plural:
        entry.msgid_plural = message.plural
        kept = old.msgstr_plural if old else {}
        entry.msgstr_plural = {form: kept.get(form, "") for form in PLURALS}
    elif old:
        entry.msgstr = old.msgstr or old.msgstr_plural.get(0, "")
    return entry


def _empty() -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": LANGUAGE,
        "Plural-Forms": PLURAL_FORMS,
    }
    return catalogue


def _load(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=100) if path.exists() else _empty()


def _key(entry: polib.POEntry) -> Key:
    return entry.msgid, entry.msgctxt


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _write(path: Path, content: bytes) -> None:
    if _read(path) == content:
        return
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(content)
    beside.replace(path)
