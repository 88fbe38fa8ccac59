"""`content/taxonomy/*.yml` → vocabularies, and every mistake in every file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from site_builder.content import Vocabulary, read_taxonomy
from site_builder.model import CHANNELS, GENRES, Contact, Hotline, Legal, Term, WebLink
from site_builder.model.periods import Period
from site_builder.text import sort_key

SAMPLE = Path(__file__).parent.parent
GOOD = {"topics": "- {id: t, name: Chủ đề}\n", "agencies": "- {id: a, name: Cơ quan}\n"}


def read(root: Path, **files: str) -> Vocabulary:
    """Read a taxonomy of the two required files and `files`."""
    folder = root / "content" / "taxonomy"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (GOOD | files).items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return read_taxonomy(root)


def found(vocabulary: Vocabulary) -> list[tuple[str, int, str]]:
    """Return file, line and code of each problem."""
    return [(problem.path.rpartition("/")[2], problem.line, problem.code) for problem in vocabulary.problems]


def test_id_and_name_are_a_complete_entry(tmp_path: Path) -> None:
    """Everything else is optional; genres and channels are built in."""
    vocabulary = read(tmp_path)

    assert vocabulary.problems == ()
    assert [topic.name for topic in vocabulary.taxonomy.topics] == ["Chủ đề"]
    assert [agency.name for agency in vocabulary.taxonomy.agencies] == ["Cơ quan"]
    assert vocabulary.taxonomy.genres == GENRES
    assert vocabulary.taxonomy.channels == CHANNELS
    assert (vocabulary.calendar.fixed, vocabulary.calendar.rules) == ((), ())


def test_the_sample_has_no_problem() -> None:
    """What ships as the starter is itself good, and sorted."""
    vocabulary = read_taxonomy(SAMPLE)
    names = [agency.name for agency in vocabulary.taxonomy.agencies]

    assert vocabulary.problems == ()
    assert names == sorted(names, key=sort_key)
    assert vocabulary.calendar.rules


def test_every_key_is_read(tmp_path: Path) -> None:
    """All files with all keys give all values."""
    vocabulary = read(
        tmp_path,
        topics="- {id: t2, name: Hai, order: 2}\n- {id: t1, name: Một, description: Mô tả, order: 1, programme: p, "
        'directive: ["1", "2"]}\n- {id: t0, name: Âm, order: 2}\n',
        agencies="""
- {id: z, name: Đài}
- id: a
  kind: so
  parent: z
  place: Tỉnh
  abbreviation: SNV
  names:
    - {name: Ban Tổ chức, short: Ban, to: 1/1/2000}
    - {name: Sở Nội vụ, from: 2000-01-01}
  contact: {address: Số 1, phone: "01", email: a@b.vn, website: "https://a.vn"}
  hotline: {name: Nóng, phone: 1022, note: Ghi chú}
  events:
    - {date: 1/7/2025, type: merge, successors: [b], legal: nq, note: Hợp nhất}
- {id: b, names: [{name: Sở mới, from: 1/7/2025}]}
""",
        programmes="- {id: p, name: Chương trình, legal: nq}\n",
        directives='- {id: "1", name: Một}\n- {id: "2", name: Hai}\n',
        legal="- {id: nq, name: Nghị quyết, number: 1/NQ, issuer: CP, date: 1/1/2020, from: 2/1/2020, to: 3/1/2020, "
        "note: x}\n",
        outlets="- {id: o, name: Kênh, channel: phat-thanh, source_kind: dai, agency: z}\n",
        columns="- {id: c, name: Mục, outlet: o, agency: z}\n",
        links="- {id: l, name: Cổng, url: 'https://x.vn/'}\n",
        genres="- {id: tin, name: Tin ngắn}\n- {id: thu, name: Thư}\n",
        channels="- {id: loa, name: Loa}\n",
    )
    taxonomy = vocabulary.taxonomy
    agency = taxonomy.agency_by_id["a"]

    assert vocabulary.problems == ()
    assert [topic.id for topic in taxonomy.topics] == ["t1", "t0", "t2"]
    assert (taxonomy.topics[0].programme, taxonomy.topics[0].directive) == ("p", ("1", "2"))
    assert [entry.name for entry in taxonomy.agencies] == ["Đài", "Sở mới", "Sở Nội vụ"]
    assert (agency.kind, agency.parent, agency.place, agency.abbreviation) == ("so", "z", "Tỉnh", "SNV")
    assert agency.contact == Contact(address="Số 1", phone="01", email="a@b.vn", website="https://a.vn")
    assert agency.hotline == Hotline(phone="1022", name="Nóng", note="Ghi chú")
    assert (agency.name_on(date(1999, 12, 31)), agency.name_on(date(2000, 1, 1))) == ("Ban Tổ chức", "Sở Nội vụ")
    assert agency.successors == ("b",)
    assert not agency.valid_on(date(2025, 7, 1))
    assert taxonomy.programmes == (Term(id="p", name="Chương trình", legal="nq"),)
    assert taxonomy.legal == (
        Legal(
            id="nq", name="Nghị quyết", number="1/NQ", issuer="CP", issued=date(2020, 1, 1), since=date(2020, 1, 2),
            until=date(2020, 1, 3), note="x",
        ),
    )  # fmt: skip
    assert (taxonomy.outlets[0].channel, taxonomy.columns[0].outlet) == ("phat-thanh", "o")
    assert taxonomy.links == (WebLink(id="l", name="Cổng", url="https://x.vn/"),)
    assert taxonomy.genres[0] == Term(id="tin", name="Tin ngắn", units=("tin",))
    assert [term.id for term in taxonomy.genres[1:]] == [term.id for term in GENRES[1:]] + ["thu"]
    assert taxonomy.channels[-1] == Term(id="loa", name="Loa")


def test_acronyms_are_read(tmp_path: Path) -> None:
    """Short forms keep their letters."""
    vocabulary = read(
        tmp_path, acronyms="- {id: HĐND, name: hội đồng nhân dân}\n- {id: G2C, name: chính quyền với dân}\n"
    )

    assert vocabulary.problems == ()
    assert vocabulary.taxonomy.acronyms == (
        Term(id="HĐND", name="hội đồng nhân dân"),
        Term(id="G2C", name="chính quyền với dân"),
    )


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("- {id: TT HC, name: thủ tục hành chính}\n", "ma-sai", "“TT HC” phải là một từ"),
        ("- {id: T, name: thủ tục}\n", "ma-sai", "“T” phải là một từ"),
        ("- {id: TTHC}\n", "thieu-khoa", "name"),
        ("- {id: TTHC, name: TTHC}\n", "ten-ngan", "từ hai tiếng trở lên"),
        ("- {id: HĐND, name: a b}\n- {id: hdnd, name: a b}\n", "trung-id", "chỉ khác chữ hoa hay dấu"),
        ("- {id: CCHC, name: a b, legal: x}\n", "khoa-la", "legal"),
    ],
)
def test_a_wrong_acronym_is_told(tmp_path: Path, text: str, code: str, said: str) -> None:
    """Search would pass over what is no single word, or has no long form."""
    (problem,) = read(tmp_path, acronyms=text).problems

    assert problem.code == code
    assert said in problem.message


def test_words_of_search_are_read(tmp_path: Path) -> None:
    """Groups keep their order; one word needs no brackets."""
    vocabulary = read(
        tmp_path,
        **{
            "synonyms": "- {words: [sổ đỏ,  bìa  đỏ]}\n- words:\n    - email\n    - thư điện tử\n",
            "question-words": "- {words: [cho hỏi, ở đâu]}\n- {words: ạ}\n",
            "contact-words": "- {words: [số điện thoại, email]}\n",
        },
    )
    taxonomy = vocabulary.taxonomy

    assert vocabulary.problems == ()
    assert taxonomy.synonyms == (("sổ đỏ", "bìa đỏ"), ("email", "thư điện tử"))
    assert taxonomy.question_words == ("cho hỏi", "ở đâu", "ạ")
    assert taxonomy.contact_words == ("số điện thoại", "email")


ALIKE = "- {words: [sổ đỏ, bìa đỏ]}\n"


@pytest.mark.parametrize(
    ("name", "text", "line", "code", "said"),
    [
        ("synonyms", ALIKE + "- {words: [nhà,\n    Bìa đỏ, bìa hồng]}\n", 3, "trung-tu", "ở synonyms.yml, dòng 1"),
        (
            "synonyms",
            ALIKE + "- {words: [sơ đồ, bản vẽ, bìa]}\n",
            2,
            "trung-tu",
            "“sơ đồ” đã có ở synonyms.yml, dòng 1",
        ),
        ("synonyms", "- {words: [lao động - xã hội, Lao động xã hội, x]}\n", 1, "trung-tu", "“Lao động xã hội” đã có"),
        ("synonyms", ALIKE + "- {words: [ở  đâu, chỗ mô, nơi mô]}\n", 2, "trung-tu", "ở question-words.yml, dòng 1"),
        ("synonyms", "- {words: [sổ đỏ]}\n", 1, "thieu-tu", "mới có một chữ, “sổ đỏ”; hãy thêm chữ cùng nghĩa"),
        ("synonyms", f"- {{words: [{', '.join(f'chữ {n}' for n in range(21))}]}}\n", 1, "qua-nhieu", "có 21 chữ"),
        ("synonyms", "- {words: ['?!', sổ đỏ, bìa đỏ]}\n", 1, "tu-sai", "“?!” phải là chữ để tìm"),
        ("synonyms", f"- {{words: [{'a' * 101}, b, c]}}\n", 1, "tu-sai", "dài nhất 100 ký tự"),
        ("synonyms", "- {words: [sổ đỏ, bìa đỏ], wrods: x}\n", 1, "khoa-la", "words"),
        ("synonyms", "- {}\n", 1, "thieu-khoa", "words"),
        ("synonyms", "- [sổ đỏ, bìa đỏ]\n", 1, "sai-kieu", "words"),
        ("question-words", "- {words: [cho hỏi]}\n- {words: [Cho hoi]}\n", 2, "trung-tu", "dòng 1"),
        ("contact-words", "- {words: [địa chỉ, Ở đâu]}\n", 1, "trung-tu", "ở question-words.yml, dòng 1"),
    ],
)
def test_a_wrong_word_of_search_is_told(tmp_path: Path, name: str, text: str, line: int, code: str, said: str) -> None:
    """A word in two groups, a group of one, what is no word: search could only guess."""
    problems = read(tmp_path, **({"question-words": "- {words: [ở đâu]}\n"} | {name: text})).problems

    (problem,) = problems
    assert (problem.path, problem.line, problem.code) == (f"content/taxonomy/{name}.yml", line, code)
    assert said in problem.message


def test_the_sample_knows_the_words_of_citizens() -> None:
    """What ships as the starter serves any portal: sixty pairs at least, the most asked-for first."""
    taxonomy = read_taxonomy(SAMPLE).taxonomy

    assert sum(len(group) - 1 for group in taxonomy.synonyms) >= 60
    assert "căn cước" in taxonomy.synonyms[0]
    assert {"cho hỏi", "ở đâu", "như thế nào", "muốn"} <= set(taxonomy.question_words)
    assert {"số điện thoại", "đường dây nóng", "địa chỉ"} <= set(taxonomy.contact_words)


def test_an_agency_ends_with_its_event(tmp_path: Path) -> None:
    """A merger ends the last name though `to` is not written; a rename ends nothing."""
    text = """
- {id: a, name: A, events: [{date: 1/7/2025, type: merge, successors: [b]}]}
- {id: b, name: B, events: [{date: 1/8/2025, type: rename}]}
- {id: c, name: C, events: [{date: 1/9/2025, type: dissolve}]}
"""
    agencies = read(tmp_path, agencies=text).taxonomy.agency_by_id

    assert [agencies[ident].names[-1].until for ident in "abc"] == [date(2025, 7, 1), None, date(2025, 9, 1)]


def test_periods_and_rules_are_read(tmp_path: Path) -> None:
    """An explicit period, and a rule with the day first that crosses New Year."""
    text = """
- {id: quy-3, label: Quý III, from: 26/5/2019, to: 25/8/2019, due: 30/8/2019, recipient: Sở, legal: cv}
- {id: "nam-{year}", label: "Năm {year}", from: "15/12/{year-1}", to: "{year}-12-14", every: year,
   first: 2020, last: 2021}
"""
    calendar = read(tmp_path, periods=text, legal="- {id: cv, name: Công văn}\n")

    assert calendar.problems == ()
    assert calendar.calendar.fixed == (
        Period(
            id="quy-3", label="Quý III", since=date(2019, 5, 26), until=date(2019, 8, 25), due=date(2019, 8, 30),
            recipient="Sở", legal="cv",
        ),
    )  # fmt: skip
    made = calendar.calendar.between(date(2018, 1, 1), date(2030, 1, 1))
    assert [period.id for period in made] == ["nam-2021", "nam-2020", "quy-3"]
    assert made[1].since == date(2019, 12, 15)


@pytest.mark.parametrize(
    ("name", "text", "line", "code", "said"),
    [
        ("topics", "- {name: A}\n", 1, "thieu-khoa", "id còn thiếu"),
        ("topics", "- {id: a}\n", 1, "thieu-khoa", "name còn thiếu"),
        ("topics", "- {id: A B, name: x}\n", 1, "ma-sai", "hãy ghi a-b"),
        ("topics", "- {id: a, name: x}\n- {id: a, name: y}\n", 2, "trung-id", "dòng 1"),
        ("topics", "- {id: a, name: x, order: một}\n", 1, "so-sai", "số nguyên"),
        ("topics", "- {id: a, name: x, nmae: y}\n", 1, "khoa-la", "có phải name?"),
        ("topics", "- {id: a, name: x, programme: p}\n", 1, "tham-chieu-la", "programmes.yml"),
        ("topics", "- a\n", 1, "sai-kieu", "mục 1 phải gồm các khóa: id, name"),
        ("topics", "id: a\n", 1, "sai-kieu", "phải là một danh sách"),
        ("topics", "# trống\n", 0, "thieu-muc", "chưa có mục nào"),
        ("topics", "- {id: a\n", 1, "yaml-sai", "dấu ngoặc"),
        ("agencies", "- {id: a}\n", 1, "thieu-khoa", "name còn thiếu"),
        ("agencies", "- {id: a, name: x, names: [{name: y}]}\n", 1, "khoa-trung", "chỉ giữ names"),
        ("agencies", "- {id: a, names: [{name: y, from: 2/1/2020, to: 1/1/2020}]}\n", 1, "ngay-nguoc", "phải sau from"),
        ("agencies", "- {id: a, names: [{name: y}, {name: z}]}\n", 1, "hieu-luc-chong", "“y” và tên “z”"),
        ("agencies", "- {id: a, names: [{name: y, to: 1/1/2020}, {name: z, from: 3/1/2020}]}\n", 1, "hieu-luc-ho",
         "hãy ghi from: 01/01/2020"),
        ("agencies", "- {id: a, name: x, parent: b}\n", 1, "tham-chieu-la", "agencies.yml"),
        ("agencies", "- {id: a, name: x, parent: b}\n- {id: b, name: y, parent: a}\n", 1, "vong-lap", "a → b → a"),
        ("agencies", "- {id: a, name: x, hotline: {name: y}}\n", 1, "thieu-khoa", "hotline: phone"),
        ("agencies", "- {id: a, name: x, contact: {email: y}}\n", 1, "dia-chi-sai", "không phải hộp thư"),
        ("agencies", "- {id: a, name: x, contact: {website: y}}\n", 1, "dia-chi-sai", "http(s)"),
        ("agencies", "- {id: a, name: x, events: [{type: rename}]}\n", 1, "thieu-khoa", "events, mục 1: date"),
        ("agencies", "- {id: a, name: x, events: [{date: 1/1/2020}]}\n", 1, "thieu-khoa", "events, mục 1: type"),
        ("agencies", "- {id: a, name: x, events: [{date: 1/1/2020, type: merged}]}\n", 1, "su-kien-la", "merge?"),
        ("agencies", "- {id: a, name: x, events: [{date: 1/1/2020, type: split}]}\n", 1, "thieu-khoa", "kế thừa"),
        ("agencies", "- {id: a, name: x, events: [{date: 1/1/2020, type: merge, successors: [a]}]}\n", 1, "vong-lap",
         "chính cơ quan này"),
        ("agencies", "- {id: a, names: [{name: x, to: 2/1/2020}], events: [{date: 1/1/2020, type: dissolve}]}\n", 1,
         "ngay-lech", "01/01/2020"),
        ("legal", "- {id: a, name: x, from: 2/1/2020, to: 2/1/2020}\n", 1, "ngay-nguoc", "to phải sau from"),
        ("links", "- {id: a, name: x, url: y}\n", 1, "dia-chi-sai", "http(s)"),
        ("outlets", "- {id: a, name: x, channel: radio}\n", 1, "tham-chieu-la", "channels.yml"),
        ("outlets", "- {id: a, name: x, channel: Phát thanh}\n", 1, "tham-chieu-la", "có phải phat-thanh?"),
        ("outlets", "- {id: a, name: x, channel: Trang thông tin điện tử}\n", 1, "tham-chieu-la", "có phải web?"),
        ("columns", "- {id: a, name: x, outlet: y}\n", 1, "tham-chieu-la", "outlets.yml"),
        ("periods", "- {id: a, label: x, from: 1/1/2020}\n", 1, "thieu-khoa", "to còn thiếu"),
        ("periods", "- {id: a, label: x, from: 2/1/2020, to: 1/1/2020}\n", 1, "ngay-nguoc", "đứng trước from"),
        ("periods", "- {id: a, label: x, from: 1/1/2020, to: 2/1/2020, first: 2020}\n", 1, "khoa-la", "every: year"),
        ("periods", "- {id: a, label: x, from: 1/1/2020, to: 2/1/2020, legal: y}\n", 1, "tham-chieu-la", "legal.yml"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line(tmp_path: Path, name: str, text: str, line: int, code: str, said: str) -> None:
    """Each file is checked as strictly as an article."""
    vocabulary = read(tmp_path, **{name: text})

    assert found(vocabulary) == [(f"{name}.yml", line, code)]
    assert said in vocabulary.problems[0].message


RULE = {
    "id": "q-{year}",
    "label": "Quý {year}",
    "from": "{year}-01-01",
    "to": "{year}-03-31",
    "every": "year",
    "first": "2020",
}


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"every": "month"}, "gia-tri-la", "every: year"),
        ({"id": "quy"}, "ma-sai", "phải có {year}"),
        ({"id": "Quý {year}"}, "ma-sai", "chữ thường không dấu"),
        ({"from": "{yaer}-01-01"}, "mau-ngay-sai", "“{yaer}”"),
        ({"to": "{year+1}-01-01"}, "mau-ngay-sai", "chỉ dùng được {year} và {year-1}"),
        ({"to": "{year}-02-29"}, "mau-ngay-sai", "to không thành ngày của năm 2021"),
        ({"from": "đầu {year}"}, "mau-ngay-sai", "from không thành ngày"),
        ({"due": "{year}-04-31"}, "mau-ngay-sai", "due không thành ngày"),
        ({"to": "{year-1}-03-31"}, "ngay-nguoc", "đứng trước from"),
        ({"last": "2019"}, "ngay-nguoc", "đứng trước first"),
        ({"first": "đầu"}, "so-sai", "số nguyên"),
        ({"first": ""}, "thieu-khoa", "first"),
        ({"label": ""}, "thieu-khoa", "label"),
    ],
)
def test_a_rule_that_gives_no_period_is_told_today(
    tmp_path: Path, changed: dict[str, str], code: str, said: str
) -> None:
    """Not on the day on which the report is due."""
    text = "".join(f"  {key}: '{value}'\n" for key, value in (RULE | changed).items())
    vocabulary = read(tmp_path, periods="-" + text[1:])

    assert [problem.code for problem in vocabulary.problems] == [code]
    assert said in vocabulary.problems[0].message


@pytest.mark.parametrize(
    "other",
    [
        "- {id: q-2031, label: x, from: 1/1/2031, to: 31/3/2031}\n",
        '- {id: "q-{year}", label: x, from: "{year}-01-01", to: "{year}-03-31", every: year, first: 2024}\n',
    ],
)
def test_two_periods_may_not_have_one_id_in_any_year(tmp_path: Path, other: str) -> None:
    """A rule's later years are compared as well."""
    rule = "- {" + ", ".join(f"{key}: '{value}'" for key, value in RULE.items()) + "}\n"

    assert found(read(tmp_path, periods=rule + other)) == [("periods.yml", 2, "trung-id")]


def test_missing_files_are_told_only_where_required(tmp_path: Path) -> None:
    """Topics and agencies must be there; what refers to a file that cannot be read is not blamed."""
    vocabulary = read_taxonomy(tmp_path)

    assert found(vocabulary) == [("agencies.yml", 0, "thieu-tep"), ("topics.yml", 0, "thieu-tep")]
    broken = read(tmp_path, legal="- {id: a\n", periods="- {id: a, label: x, from: 1/1/2020, to: 2/1/2020, legal: y}\n")
    assert found(broken) == [("legal.yml", 1, "yaml-sai")]


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """A folder with the name of a file is no file."""
    (tmp_path / "content/taxonomy/legal.yml").mkdir(parents=True)

    assert found(read(tmp_path)) == [("legal.yml", 0, "khong-doc-duoc")]


def test_a_file_in_an_old_encoding_is_told(tmp_path: Path) -> None:
    """The checks of text are those of articles."""
    read(tmp_path)
    (tmp_path / "content/taxonomy/links.yml").write_bytes(b"- {id: a, name: Tr\xe7, url: x}\n")

    assert found(read_taxonomy(tmp_path)) == [("links.yml", 1, "ma-hoa-sai")]


def test_a_misspelt_file_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    """Hidden files and editors' copies are."""
    folder = tmp_path / "content" / "taxonomy"
    read(tmp_path, topic="- {id: a, name: x}\n")
    for name in (".gitkeep", "topics.yml~"):
        (folder / name).write_text("x", encoding="utf-8")
    (problem,) = read_taxonomy(tmp_path).problems

    assert (problem.path, problem.code, problem.level) == ("content/taxonomy/topic.yml", "tep-la", "warning")
    assert "có phải topics.yml?" in problem.message
