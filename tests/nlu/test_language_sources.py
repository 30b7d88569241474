from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from nlu.language_sources import (
    PARALLEL,
    TABLES,
    SourcesMissing,
    add,
    add_chats,
    add_content,
    add_declaration,
    add_locales,
    add_public,
    empty,
)
from nlu.paths import PROJECT
from nlu.scripts import main_script

DECLARATION = """<udhr><title>Titel</title><article><para>Alle Menschen sind frei und gleich geboren.</para>
<para>Artikel 1</para></article></udhr>"""


@pytest.fixture
def public(tmp_path) -> Path:
    """A folder with one row in each public corpus."""
    for source, name in (TABLES | PARALLEL).items():
        folder = tmp_path / source
        folder.mkdir()
        table = "lang\tkind\ttext\nde\tx\tWo ist das?\n"
        rows = json.dumps({"id": 1, "topic": "travel", "de": "Wo ist das?", "tr": "Nerede?"}) + "\n"
        (folder / name).write_text(table if source in TABLES else rows, encoding="utf-8")
    return tmp_path


def write_catalogue(path: Path, texts: dict[str, str]) -> None:
    """A compiled translation, as gettext's msgfmt writes it."""
    pairs = [(b"", b"Content-Type: text/plain; charset=UTF-8\n")]
    pairs += [(key.encode(), text.encode()) for key, text in sorted(texts.items())]
    keys_at, texts_at = 28, 28 + 8 * len(pairs)
    body, tables, place = b"", [b"", b""], texts_at + 8 * len(pairs)
    for column, table in ((0, 0), (1, 1)):
        for pair in pairs:
            tables[table] += struct.pack("<II", len(pair[column]), place + len(body))
            body += pair[column] + b"\0"
    path.parent.mkdir(parents=True)
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), keys_at, texts_at, 0, 0)
    path.write_bytes(head + tables[0] + tables[1] + body)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Rufen Sie an: {ki-staff}", "Rufen Sie an:"),
        ("**Wichtig**:  [Kurs](https://example.org)", "Wichtig : Kurs"),
        ("%(count)s Einträge, %s neu", "Einträge, neu"),
        ("<b>fett</b>\n\tneu", "fett neu"),
    ],
)
def test_markup_is_no_language(written, read):
    corpus = empty()
    add(corpus, "de", "own", [written])

    assert corpus["de"]["own"] == [read]


def test_nothing_is_no_source():
    corpus = empty()
    add(corpus, "de", "own", ["", "  ", "{ki-staff}"])

    assert corpus == {}


def test_the_content_gives_questions_and_answers_of_its_languages(content):
    corpus = empty()
    add_content(corpus, content)

    assert {"de", "tr", "uk", "zh"} <= corpus.keys()
    assert corpus["de"].keys() == {"questions", "answers"}
    assert not any("{" in text for sources in corpus.values() for texts in sources.values() for text in texts)


def test_a_question_in_other_letters_than_its_languages_has_a_label_of_its_own(content):
    corpus = empty()
    add_content(corpus, content)

    assert {main_script(text) for text in corpus["ru-Latn"]["questions"]} == {"Latn"}
    assert {main_script(text) for text in corpus["ru"]["questions"]} == {"Cyrl"}
    assert {"ru-Latn", "ar-Latn", "uk-Latn"} <= corpus.keys()
    assert "de-Latn" not in corpus
    assert not {code for code in corpus if code in content.languages and "-x-" in code}


def test_our_chat_messages_are_labelled_by_their_file(tmp_path):
    (tmp_path / "ru-Latn.txt").write_text("privet kak dela\n\nchto delaesh\n", encoding="utf-8")
    corpus = empty()
    add_chats(corpus, tmp_path)

    assert corpus == {"ru-Latn": {"chats": ["privet kak dela", "chto delaesh"]}}


def test_our_chat_messages_are_there_for_every_romanised_label(identifier):
    corpus = empty()
    add_chats(corpus, PROJECT / "nlu" / "language_texts")

    assert corpus.keys() <= identifier.labels
    assert all(len(sources["chats"]) >= 40 for sources in corpus.values())


def test_public_corpora_are_read_by_their_labels(public):
    corpus = empty()
    add_public(corpus, public)

    assert corpus["de"] == dict.fromkeys(TABLES | PARALLEL, ["Wo ist das?"])
    assert corpus["tr"] == dict.fromkeys(PARALLEL, ["Nerede?"])


@pytest.mark.parametrize("source", [*TABLES, *PARALLEL])
def test_a_public_corpus_that_is_missing_is_named(public, source):
    path = public / source / (TABLES | PARALLEL)[source]
    path.unlink()

    with pytest.raises(SourcesMissing) as error:
        add_public(empty(), public)

    assert str(error.value) == f"{path} is missing. Give the folder that holds {source}/ with --data."


def test_the_declaration_is_read_without_headings_and_doubtful_dialects(tmp_path):
    for code in ("deu_1996", "fin", "ltz"):
        (tmp_path / f"udhr_{code}.xml").write_text(DECLARATION, encoding="utf-8")
    corpus = empty()
    add_declaration(corpus, tmp_path)

    sentence = {"declaration": ["Alle Menschen sind frei und gleich geboren."]}
    assert corpus == {"de": sentence, "x-fin": sentence}


def test_a_folder_without_the_declaration_says_where_it_comes_from(tmp_path):
    with pytest.raises(SourcesMissing, match="holds no udhr_"):
        add_declaration(empty(), tmp_path)


def test_words_of_programs_are_read_from_their_translations(tmp_path):
    for folder, word in (("de", "Speichern"), ("fi", "Tallenna"), ("gl", "Gardar"), ("zh_Hans", "保存")):
        write_catalogue(tmp_path / "locale" / folder / "LC_MESSAGES" / "x.mo", {"Save": word})
    corpus = empty()
    add_locales(corpus, tmp_path)

    assert {label: sources["interfaces"] for label, sources in corpus.items()} == {
        "de": ["Speichern"],
        "x-fi": ["Tallenna"],
        "zh": ["保存"],
    }
