"""Words in another language than the page's, marked so that a screen reader says them in theirs."""

import re
from typing import Final

from .html import Child, tag
from .words import Words

_HAN: Final = re.compile(r"([㐀-鿿]+)")
_KANA: Final = re.compile(r"[぀-ヿ]")
_ENGLISH: Final = re.compile(r"\b[a-z]{3,}\b")
"""A name in Latin letters is said alike in both; a word in small letters belongs to a phrase."""


def tongue(text: str, words: Words) -> str | None:
    """The language of a title or name for its `lang`, or None where it is the page's own or belongs to none.

    >>> from .words import words
    >>> tongue("3A090.c and its note", words("zh-Hant")), tongue("Nvidia H20", words("zh-Hant")), tongue("昇騰910C", words("en"))
    ('en', None, 'zh-Hant')
    """
    if _KANA.search(text):
        return "ja"
    if words.language == "en":
        return "zh-Hant" if _HAN.search(text) else None
    return "en" if _ENGLISH.search(text) and not _HAN.search(text) else None


def spoken(text: str, words: Words) -> Child:
    """A text with what is in another language marked: Chinese words within English, or a whole English phrase on a Chinese page.

    >>> from .words import words
    >>> str(tag("p", spoken("Huawei Ascend, 昇騰910C", words("en"))))
    '<p>Huawei Ascend, <span lang="zh-Hant">昇騰</span>910C</p>'
    """
    if words.language != "en" or _KANA.search(text):
        found = tongue(text, words)
        return tag("span", text, lang=found) if found else text
    return [tag("span", piece, lang="zh-Hant") if n % 2 else piece for n, piece in enumerate(_HAN.split(text))]
