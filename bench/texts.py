"""What the measured people write. Invented; only length and letters matter."""

import random

SENTENCES = [
    "Сегодня вышло солнце, и получилось дойти до реки и обратно.",
    "Неделя была длинной, на работе опять всё переделывали заново.",
    "Уснуть удалось только под утро, зато без снов.",
    "Кажется, разговор с сестрой в этот раз не кончился ссорой.",
    "Попробовал записывать три вещи в день, как мы говорили на встрече.",
    "Хочется, чтобы кто-нибудь просто выслушал, без советов.",
    "В автобусе накрыло тревогой, помогло считать выдохи и смотреть в окно.",
    "Спасибо всем, кто написал вчера: читать это вечером было важно.",
    "Дети разъехались, дома тихо, и непонятно, что с этой тишиной делать.",
    "Готовлю суп по бабушкиному рецепту и впервые за месяц никуда не спешу.",
    "Врач перенёс приём, ждать ещё две недели.",
    "Получилось сказать «нет» и не оправдываться потом весь день.",
    "The walk was short, but it happened, and that counts for something.",
    "I keep the phone in another room after ten, and the nights are better.",
    "It helped to hear that others put off the same letters.",
    "Tomorrow there is a difficult call; I would be glad of a kind word before it.",
]
TAGS = [
    "сон",
    "тревога",
    "семья",
    "работа",
    "прогулки",
    "дети",
    "спасибо",
    "вечер",
    "утро",
    "письма",
    "дыхание",
    "тишина",
    "sleep",
    "calm",
    "letters",
    "work",
]
ANIMALS = ["Барсук", "Выдра", "Цапля", "Ёж", "Синица", "Рысь", "Heron", "Finch", "Otter", "Moth"]


def alias(number: int) -> str:
    return f"{ANIMALS[number % len(ANIMALS)]}_{number}"


def body(chance: random.Random, *, aliases: list[str], tags: list[str]) -> str:
    """Two to seven sentences, then the people and the hashtags."""
    lines = chance.sample(SENTENCES, chance.randint(2, 7))
    middle = len(lines) // 2
    ending = " ".join([*(f"@{name}" for name in aliases), *(f"#{tag}" for tag in tags)])
    return "\n\n".join([" ".join(lines[:middle]), " ".join(lines[middle:]), ending]).strip()
