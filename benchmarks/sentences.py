"""New questions without end: thousands of sentences of about 12 tokens (without the model's prefix), each once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

# Language -> beginnings, subjects, endings. Every combination is a sentence somebody could type.
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "de": (
        ("Wo finde ich", "Gibt es bei Ihnen", "Wer hilft mir mit", "Ich suche", "Meine Schwester braucht"),
        (
            "einen Deutschkurs",
            "eine Wohnung",
            "einen Dolmetscher",
            "einen Platz in der Schule",
            "Beratung",
            "eine Kita",
        ),
        ("in Aachen", "für meinen Sohn", "noch diese Woche", "am Abend", "ohne Termin", "für Anfänger", "ab Januar"),
    ),
    "en": (
        ("Where can I find", "Do you have", "Who can help me with", "I am looking for", "My cousin needs"),
        ("a German course", "a cheap flat", "an interpreter", "a place at school", "advice about work", "a doctor"),
        ("in Aachen", "for my daughter", "this week", "in the evening", "without papers", "for beginners", "near me"),
    ),
    "tr": (
        ("Nerede bulabilirim:", "Sizde var mı:", "Bana kim yardım eder:", "Arıyorum:", "Kardeşime lazım:"),
        ("Almanca kursu", "ucuz bir daire", "tercüman", "okulda yer", "iş danışmanlığı", "çocuk yuvası"),
        ("Aachen'de", "oğlum için", "bu hafta", "akşamları", "randevusuz", "yeni başlayanlara", "ocak ayında"),
    ),
    "ar": (
        ("أين أجد", "هل يوجد عندكم", "من يساعدني في", "أبحث عن", "أختي تحتاج"),
        ("دورة لغة ألمانية", "شقة رخيصة", "مترجم", "مكان في المدرسة", "استشارة للعمل", "روضة أطفال"),
        ("في آخن", "لابني", "هذا الأسبوع", "في المساء", "بدون موعد", "للمبتدئين", "قريب من بيتي"),
    ),
    "uk": (
        ("Де знайти", "Чи є у вас", "Хто допоможе знайти", "Я шукаю", "Моїй сестрі потрібен"),
        ("курс німецької", "недорога квартира", "перекладач", "місце у школі", "порада щодо роботи", "дитячий садок"),
        ("в Аахені", "для мого сина", "цього тижня", "увечері", "без запису", "для початківців", "поруч із домом"),
    ),
    "ru": (
        ("Где найти", "Есть ли у вас", "Кто поможет найти", "Я ищу", "Моему брату нужен"),
        ("курс немецкого", "недорогая квартира", "переводчик", "место в школе", "совет по работе", "детский сад"),
        ("в Ахене", "для моей дочери", "на этой неделе", "вечером", "без записи", "для начинающих", "рядом с домом"),
    ),
    "fa": (
        ("کجا پیدا کنم", "آیا شما دارید", "چه کسی کمک می‌کند برای", "دنبال این هستم:", "خواهرم لازم دارد"),
        ("کلاس زبان آلمانی", "خانه ارزان", "مترجم", "جای خالی در مدرسه", "مشاوره کار", "مهدکودک"),
        ("در آخن", "برای پسرم", "این هفته", "عصرها", "بدون وقت قبلی", "برای مبتدی‌ها", "نزدیک خانه"),
    ),
    "fr": (
        ("Où trouver", "Avez-vous", "Qui m'aide à avoir", "Je cherche", "Ma sœur a besoin de ceci :"),
        (
            "un cours d'allemand",
            "un logement pas cher",
            "un interprète",
            "une place à l'école",
            "un conseil",
            "une crèche",
        ),
        (
            "à Aix-la-Chapelle",
            "pour mon fils",
            "cette semaine",
            "le soir",
            "sans rendez-vous",
            "pour débutants",
            "bientôt",
        ),
    ),
}
ASIDES = ("? Danke", "?? Danke!", ", bitte?", "! Bitte!", " …, danke", ", please?", "? Thanks")
LONG = 1000  # code points


def sentences(seed: int = 1) -> Iterator[str]:
    """All sentences in an order that mixes languages and subjects; the same for the same seed. About 11,000."""
    whole = [f"{' '.join(words)}{aside}" for parts in PARTS.values() for words in product(*parts) for aside in ASIDES]
    random.Random(seed).shuffle(whole)
    return iter(whole)


def long_text(source: Iterator[str]) -> str:
    """Sentences from the source, joined and cut to exactly 1,000 code points."""
    text = ""
    while len(text) < LONG:
        text += next(source) + " "
    return text[:LONG]
