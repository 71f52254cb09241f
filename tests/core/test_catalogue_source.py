"""A file's text: its places, its limits, and what is said about what is not TOML."""

from __future__ import annotations

import time
import tomllib
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plaudit.core.catalogue.hidden import is_hidden
from plaudit.core.catalogue.scanner import DEPTH_MAX, KEYS_MAX, Path
from plaudit.core.catalogue.source import FILE_BYTES_MAX, Source, read_source
from tests.core.untold import untold

PIECES = [
    *("a", "b", '"c"', "'d'", ".", "=", "=", " ", "\n", "\n", "[", "]", "[[", "]]", "{", "}", ","),
    *("1", "0.5", '"x"', "'y'", '"""m\nn"""', "'''q'''", "true", "2026-04-01", "# c\n", "é", "\\"),
    *("a = 1\n", "[a]\n", "[[b]]\n", "[b.c]\n", "x.y = 2\n", '"\\"e" = 3\n', "[1, 2]", "{a = 1}"),
    *('{a = {b = [1, "]"]}}', "\r\n", "\t", "1e5", "0x1F", "1979-05-27 07:32:00Z", "07:32:00"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)


def source_of(text: str) -> Source:
    return read_source("file.toml", text.encode())


def paths_in(value: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_in(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths_in(inner, (*path, index))


@settings(max_examples=800)
@given(texts)
@example("[[a]]\nb = 1\n[a.c]\nd = 2\n[[a]]\n[[a.e]]\nf = 3\n")
@example('a = [\n  1, # one\n  { b = "]" },\n]\n')
@example("a.b.c = 1\na.b.d = 2\n")
@example("a = 1e1_0\nb = 1.5e-0_3\n")
def test_places_are_known_for_exactly_the_keys_that_toml_has(text: str) -> None:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert source_of(text).table is None
        assert source_of(text).mistakes
        return

    source = source_of(text)

    assert source.mistakes == ()
    assert set(source.places) == set(paths_in(table))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_mistakes(raw: bytes) -> None:
    source = read_source("file.toml", raw)

    assert source.table is not None or source.mistakes


def test_each_value_is_found_where_it_stands() -> None:
    source = source_of(
        'top = 1\n[[rule]]\nid = "a"\n[[rule]]\nwhen = { x = [3,\n  44] }\n"q k".z = 5\n'
    )

    def stands_at(*path: str | int) -> tuple[int, int]:
        return source.position(source.offset_of(path))

    assert stands_at("top") == (1, 7)
    assert stands_at("rule", 0, "id") == (3, 6)
    assert stands_at("rule", 1, "when", "x", 1) == (6, 3)
    assert stands_at("rule", 1, "q k", "z") == (7, 11)
    assert source.position(source.offset_of(("rule", 1), on_key=True)) == (4, 3)
    assert stands_at("rule", 1, "missing") == (4, 1)


MISTAKES = [
    ("a = 1\na = 2\n", 2, 1, "a stands here a second time; the first is in line 1."),
    ("[a]\n[b]\n[a]\n", 3, 2, "a stands here a second time; the first is in line 1."),
    ("[[a]]\n[a]\n", 2, 2, "a stands here a second time; the first is in line 1."),
    ("x = { b = 1, b = 2 }\n", 1, 14, "b stands here a second time"),
    ("a.b = 1\na = 2\n", 2, 6, "This is not TOML: a value stands there already."),
    ("a = \n", 1, 5, "The line ends here, where a value is expected."),
    ("a = yes\n", 1, 5, "yes is neither a number nor a date nor true nor false."),
    ("a = True\n", 1, 5, "Write true."),
    ("a = 0,5\n", 1, 6, "decimals have a point, like 0.5."),
    ('a = "x\n', 1, 5, 'This text has no end. Close it with ".'),
    ('a = """x\n', 1, 5, 'Close it with """.'),
    ("a = [1 2]\n", 1, 8, "Write a comma between the entries of a list"),
    ("a = { b = 1\n}\n", 1, 12, "Write a comma between the keys in { }"),
    ("a 1\n", 1, 3, "1 stands here, where = is expected."),
    ("= 1\n", 1, 1, "where a key is expected."),
    ("[a\n", 1, 3, "Close the name of the table with ]."),
    ("a = 2026-02-30\n", 1, 5, "There is no day 2026-02-30."),
    ("a = 1e9999\n", 1, 5, "1e9999 is neither a number"),
    ("a = 1e9_999\n", 1, 5, "1e9_999 is neither a number"),
    (f"a = {'9' * 65}\n", 1, 5, "This value has 65 characters; a number or date has 64 at most."),
    ("a = 'x\u200by'\n", 1, 7, "A hidden character stands here: U+200B (zero width space)."),
    ("a = 'x\u202ey'\n", 1, 7, "U+202E (right-to-left override)"),
    ("\ufeffa = 1\n", 1, 1, "U+FEFF"),
    ("a = 'x\x01y'\n", 1, 7, "U+0001"),
    ("# note \u2066\na = 1\n", 1, 8, "U+2066"),
    ('a = "\\u202e"\n', 1, 5, "This text hides a character: U+202E (right-to-left override)."),
    ('"\\u200b" = 1\n', 1, 1, "This text hides a character: U+200B"),
]


@pytest.mark.parametrize(("text", "line", "column", "words"), MISTAKES)
def test_what_is_not_clean_toml_is_said_with_its_place(
    text: str, line: int, column: int, words: str
) -> None:
    (mistake,) = source_of(text).mistakes

    assert (mistake.line, mistake.column) == (line, column)
    assert words in f"{mistake.seen} {mistake.write}"
    assert mistake.clause == "C26"
    assert untold([mistake]) == []


def test_all_hidden_characters_and_doubles_are_told_at_once() -> None:
    source = source_of("a = 'x\u200b'\na = 1\nb = '\u2060'\nb = 2\n")

    assert [mistake.line for mistake in source.mistakes] == [1, 3, 2, 4]
    assert source.table is None


def test_all_lines_that_are_not_toml_are_told_at_once() -> None:
    source = source_of('a = "x\nb = 1\nc = yes\n[d]\ne 1\nf = [\n1 2\ng = no\n')

    assert [mistake.line for mistake in source.mistakes] == [1, 3, 5, 7]
    assert source.table is None


def test_a_file_with_a_hidden_character_in_a_text_is_read_all_the_same() -> None:
    source = source_of("a = 'x\u200b'\nb = 2\n")

    assert source.table is not None
    assert source.table["b"] == 2


@pytest.mark.parametrize("text", ["ไทย", "中文", "é", "Ünï", "a\tb", "“”", "۱"])
def test_letters_of_all_languages_are_not_hidden(text: str) -> None:
    assert not any(is_hidden(character) for character in text)


def test_bytes_that_are_not_utf_8_are_named_with_their_place() -> None:
    (mistake,) = read_source("file.toml", b"a = 1\nb = '\xff'\n").mistakes

    assert (mistake.line, mistake.column) == (2, 6)
    assert "0xff" in mistake.seen


HOSTILE = {
    "too many bytes": ("a" * (FILE_BYTES_MAX + 1), f"more than {FILE_BYTES_MAX} bytes"),
    "deep lists": ("a = " + "[" * 100_000, f"deeper than {DEPTH_MAX}"),
    "deep tables": ("a = " + "{b=" * 50_000, f"deeper than {DEPTH_MAX}"),
    "a dotted key": ("a." * 100_000 + "b = 1", f"deeper than {DEPTH_MAX}"),
    "a dotted table": ("[" + "a." * 100_000 + "b]", f"deeper than {DEPTH_MAX}"),
    "many keys": ("\n".join(f"k{i} = 1" for i in range(KEYS_MAX + 1)), f"than {KEYS_MAX} keys"),
    "many entries": ("a = [" + "1," * KEYS_MAX + "]", f"more than {KEYS_MAX} keys"),
    "many tables": ("[[a]]\n" * (KEYS_MAX + 1), f"more than {KEYS_MAX} keys"),
    "a long number": ("a = " + "9" * 200_000, "64 at most"),
    "quotes": ('a = """' + '"' * 200_000, "stands after the end of the value"),
    "backslashes": ('a = "' + "\\" * 200_001 + '"', "This text has no end."),
    "an open list": ("a = [" + " " * 200_000, "where"),
    "no line end": ("#" * 200_000 + "\r\x00", "U+0000"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_bounded_time_and_memory(name: str) -> None:
    text, words = HOSTILE[name]
    tracemalloc.start()
    started = time.process_time()

    mistakes = source_of(text).mistakes

    spent = time.process_time() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert any(words in mistake.seen for mistake in mistakes), mistakes[:3]
    assert untold(mistakes[:3]) == []
    assert spent < 5
    assert peak < 64 * 1024 * 1024


def test_the_deepest_allowed_text_is_read() -> None:
    depth = DEPTH_MAX

    assert source_of("a = " + "[" * depth + "]" * depth).mistakes == ()
    assert source_of("a = " + "[" * (depth + 1) + "]" * (depth + 1)).mistakes
