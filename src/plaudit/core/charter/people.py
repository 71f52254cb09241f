"""Persons in an edition: whether a name is one, and whether two names are the same person."""

from __future__ import annotations

import re
import unicodedata

from plaudit.core.charter.words import word_set

_TITLES = word_set(
    "mr mrs ms miss mx dr prof professor sir madam khun นาย นาง นางสาว คุณ ดร 先生 女士 博士"
)
_NOBODY = word_set(
    "system systems automatic automatically automated algorithm algorithms model models ai bot "
    "robot software computer program programme machine script server service rule rules nobody "
    "none anyone anybody everyone team committee department office council unit desk staff board "
    "agency group administrator admin administration ministry authority tbd unknown user member "
    "members partner any all auto default someone self "
    "engine chatbot assistant version automat automaton gpt llm software detector detection "
    "process procedure vote jury public crowd named pending na xxx vacant position later "
    "operator city municipality company association programme's "
    "ระบบ อัตโนมัติ คณะกรรมการ ฝ่าย สำนักงาน เจ้าหน้าที่ "
    "系统 自动 算法 委员会 部门 办公室 工作人员"
)
_LETTERS = re.compile(r"[^\W\d_]+")


def words_of_name(written: str) -> tuple[str, ...]:
    """Return the words of a person's name: what stands before the first comma, without titles.

    >>> words_of_name("Dr. Malee Srisai, programme office")
    ('malee', 'srisai')
    """
    name = unicodedata.normalize("NFKC", written).casefold()
    name = re.split(r"[,，;(（]", name, maxsplit=1)[0]
    words = re.split(r"[\s.·\-_/]+", name)
    return tuple(word for word in words if word and word not in _TITLES)


def is_a_person(written: str) -> bool:
    """Return whether a name names a person, not an office, a group or a machine.

    >>> (
    ...     is_a_person("Pim Chaiyo, points office"),
    ...     is_a_person("The points office"),
    ...     is_a_person("AI"),
    ... )
    (True, False, False)
    """
    words = words_of_name(written)
    if not words or any(word in _NOBODY for word in words):
        return False
    return sum(len(found) for found in _LETTERS.findall(" ".join(words))) >= 2


def same_person(one: str, other: str) -> bool:
    """Return whether two names are written alike, whatever the titles, order and offices.

    >>> same_person("Malee Srisai, author", "Ms. SRISAI Malee, council")
    True
    """
    return sorted(words_of_name(one)) == sorted(words_of_name(other))


def perhaps_the_same(one: str, other: str) -> bool:
    """Return whether one name may be a short form of the other, so that a person must look.

    >>> perhaps_the_same("M. Srisai", "Malee Srisai"), perhaps_the_same("Anan Wongsa", "A. Srisai")
    (True, False)
    """
    short, long = sorted(
        (words_of_name(one), words_of_name(other)), key=lambda name: len(str(name))
    )
    if not short or same_person(one, other):
        return False
    return all(any(whole.startswith(part) for whole in long) for part in short)
