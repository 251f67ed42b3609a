import random
from collections.abc import Sequence

import pytest

from loaders.similarity.scoring import OVERLAP, SAME, SAME_SCORE, Entry, Pair, similar_pairs
from loaders.similarity.words import Words, read_words, terms

OTHERS = (
    Entry("project:x/90", "project", "공공도서관 야간 개방", measures=("야간 이용자 수",), text="○ 도서관 열람실 연장"),
    Entry("project:x/91", "project", "제설 장비 확충", measures=("제설차 대수",), text="○ 염화칼슘 살포기 구매"),
    Entry("project:x/92", "project", "전통시장 아케이드 설치", measures=("시장 수",), text="○ 상인회 지붕 공사 협의"),
    Entry("project:x/93", "project", "반려동물 놀이터", measures=("놀이터 면적",), text="○ 반려견 울타리 조성"),
)
"""Entries that have nothing in common with any, so that terms can be rare."""


def find(*entries: Entry) -> list[Pair]:
    """Return the pairs among some entries, however low their scores."""
    ids = {entry.id for entry in entries}
    found = similar_pairs([*entries, *OTHERS], read_words, least_score=0.01)
    return [pair for pair in found.pairs if {pair.left, pair.right} <= ids]


def only_pair(*entries: Entry) -> Pair:
    (pair,) = find(*entries)
    return pair


def detail(pair: Pair, signal: str) -> str:
    (reason,) = [reason for reason in pair.reasons if reason.signal == signal]
    return reason.detail


def test_words_are_nouns_and_a_compound_reaches_across_a_dot() -> None:
    (words,) = read_words(["한강유역의 물관리를 한다"])
    assert words == ["한강", "유역", None, "물", "관리", None, None, None]
    (dotted,) = read_words(["산모·신생아"])
    assert terms(dotted) == ["산모", "신생아", "산모 신생아"]


def test_a_programme_printed_twice_is_the_same() -> None:
    text = "○ 옥상 텃밭 상자 보급과 도시농부 학교 운영"
    twins = [Entry(f"project:x/{n}", "project", "도시농부 학교", ("수료자 수",), ("도시농업과",), text) for n in (1, 2)]
    pair = only_pair(*twins)
    assert (pair.left, pair.right, pair.kind) == ("project:x/1", "project:x/2", SAME)
    assert [reason.signal for reason in pair.reasons] == ["TEXT", "TITLE", "INDICATOR", "ORGANIZATION"]


def test_one_text_under_two_titles_is_an_overlap_and_the_score_is_the_sum_of_the_shares() -> None:
    text = "○ 옥상 텃밭 상자 보급"
    left = Entry("project:x/1", "project", "도시농부 학교", ("수료자 수",), ("도시농업과",), text)
    right = Entry("project:x/2", "project", "도시농부 장터", ("판매액",), ("도시농업과",), text)
    pair = only_pair(left, right)
    assert pair.kind == OVERLAP
    assert pair.score > SAME_SCORE
    assert pair.score == pytest.approx(sum(reason.score for reason in pair.reasons))


def test_titles_say_what_agrees_and_what_does_not() -> None:
    pair = only_pair(
        Entry("project:x/1", "project", "수소버스 보급"), Entry("project:x/2", "project", "수소버스 차고지 정비")
    )
    assert "수소" in detail(pair, "TITLE").partition("only the left")[0]
    assert "보급" in detail(pair, "TITLE").partition("only the left")[2]
    assert "정비" in detail(pair, "TITLE").partition("only the right")[2]


def test_a_common_indicator_counts() -> None:
    entries = [
        Entry("project:x/1", "project", "골목 조명 교체", ("초미세먼지 농도",)),
        Entry("project:x/2", "project", "공사장 살수", ("초미세먼지 농도",)),
    ]
    assert detail(only_pair(*entries), "INDICATOR") == "“초미세먼지 농도” in both"


def test_an_office_in_charge_of_many_entries_says_less() -> None:
    def share(*busy: Entry) -> float:
        left = Entry("project:x/1", "project", "수소버스 보급", offices=("교통과",))
        right = Entry("project:x/2", "project", "수소버스 차고지", offices=("교통과", "건축과"))
        pair = next(pair for pair in find(left, right, *busy) if pair.right == right.id)
        assert detail(pair, "ORGANIZATION") == "both 교통과; only the right 건축과"
        return next(reason.score for reason in pair.reasons if reason.signal == "ORGANIZATION")

    many = [Entry(f"project:x/3{n}", "project", f"가나{n}", offices=("교통과",)) for n in range(2)]
    assert share(*many) < share()


def test_the_terms_of_the_texts_count() -> None:
    pair = only_pair(
        Entry("project:x/1", "project", "가로수 정비", text="○ 은행나무 열매 수거망 설치"),
        Entry("project:x/2", "project", "거리 청소", text="○ 은행나무 열매 수거망 구입"),
    )
    assert "은행나무 열매" in detail(pair, "TEXT").partition("only")[0]
    assert "구입" in detail(pair, "TEXT").partition("only the right")[2]


def test_a_title_named_in_one_point_of_the_other_text_counts_scattered_words_less() -> None:
    named = Entry("project:x/1", "project", "수소버스 차고지 정비")
    together = Entry("project:x/2", "project", "교통 분야 투자", text="○ 도로 보수\n○ 수소버스 차고지 정비 지원")
    apart = Entry("project:x/3", "project", "환경 분야 투자", text="○ 수소버스 구입\n○ 차고지 임대\n○ 하수관 정비")
    scores = {pair.right: pair.score for pair in find(named, together, apart) if pair.left == "project:x/1"}
    assert scores["project:x/2"] > scores.get("project:x/3", 0.0)
    pair = only_pair(named, together)
    assert "수소버스 차고지 정비" in detail(pair, "MENTION")


def form(topic: str) -> str:
    return (
        "○ 위원회가 기본조례에 따라 중장기 행정계획의 지속가능성을 검토\n"
        "○ 담당부서는 검토의견서를 받은 날부터 삼십일 이내 반영 결과를 회신\n"
        "○ 추천대안을 분명하게 제시하여 담당부서의 수용력 제고\n"
        f"○ {topic} 계획을 세울 때 검토"
    )


def test_what_three_entries_print_alike_is_a_form_and_says_nothing() -> None:
    topics = ("관광", "산림", "교정")
    entries = [
        Entry(f"project:x/{n}", "project", f"{topic} 분야 행정계획 지속가능성 검토", text=form(topic))
        for n, topic in enumerate(topics)
    ]
    two, three = find(*entries[:2]), find(*entries)
    assert two[0].score > 0.8, "what only two print alike is their substance"
    assert all(pair.score < 0.5 for pair in three)
    assert "left out: 3 points of a form" in " ".join(reason.detail for pair in three for reason in pair.reasons)


def test_a_form_filled_in_twice_under_one_title_is_a_copy() -> None:
    titles = ("관광 분야 검토", "관광 분야 검토", "산림 분야 검토", "교정 분야 검토")
    entries = [
        Entry(f"project:x/{n}", "project", title, ("검토 건수",), ("평가과",), form(title[:2]))
        for n, title in enumerate(titles)
    ]
    (best, *rest) = find(*entries)
    assert (best.left, best.right, best.kind) == ("project:x/0", "project:x/1", SAME)
    assert all(pair.kind != SAME for pair in rest)


def test_tasks_carried_out_by_one_programme_overlap_and_are_not_the_same() -> None:
    text = "○ 옥상 텃밭 상자 보급과 도시농부 학교 운영"
    twins = [Entry(f"project:x/{n}", "project", "도시농부 학교", ("수료자 수",), ("도시농업과",), text) for n in (1, 2)]
    tasks = [
        Entry("task:x/1", "task", "먹거리를 보장한다", offices=("도시농업과",), projects=("project:x/1",)),
        Entry("task:x/2", "task", "고립을 줄인다", offices=("도시농업과",), projects=("project:x/2",)),
    ]
    pair = next(pair for pair in find(*twins, *tasks) if pair.left == "task:x/1")
    assert pair.kind == OVERLAP
    assert detail(pair, "PROJECT") == "project:x/1 and project:x/2 are the same"


def test_indicators_of_one_project_differ_and_equal_targets_count() -> None:
    targets = {2020: "10%", 2021: "20%", 2022: "30%"}
    siblings = [
        Entry(f"indicator:x/1/{n}", "indicator", name, projects=("project:x/1",), ancestors=frozenset({"project:x/1"}))
        for n, name in enumerate(("수료율", "만족도"))
    ]
    assert find(*siblings) == []
    alike = [Entry(f"indicator:x/{n}/1", "indicator", "수질 개선율", targets=targets) for n in (1, 2)]
    assert detail(only_pair(*alike), "TARGET") == "both 2020 10%, 2021 20%, 2022 30%"


def test_entries_of_two_families_and_an_entry_and_its_ancestor_never_meet() -> None:
    title = "도시농부 학교 운영"
    above = Entry("project:x/1", "project", title)
    below = Entry("project:x/2", "project", title, ancestors=frozenset({"project:x/1"}))
    assert find(above, below, Entry("task:x/1", "task", title)) == []


def test_the_result_depends_on_no_order() -> None:
    entries = [
        Entry(f"project:x/{n}", "project", f"수소버스 {word}") for n, word in enumerate(("보급", "정비", "관제"))
    ]
    assert find(*entries) == find(*reversed(entries))


def split(texts: Sequence[str]) -> list[Words]:
    return [text.split() for text in texts]


def made_up(number: int) -> list[Entry]:
    """Make entries of common words, and of words of a vocabulary that grows with them; a tenth are printed twice."""
    words = random.Random(number)
    entries = [
        Entry(
            f"project:x/{n}",
            "project",
            " ".join(f"word{words.randrange(4 * number)}" for _ in range(4)),
            text=" ".join(
                f"common{words.randrange(200)}" if words.random() < 0.5 else f"word{words.randrange(4 * number)}"
                for _ in range(60)
            ),
        )
        for n in range(number)
    ]
    copies = [Entry(f"project:y/{n}", "project", entries[n].title, text=entries[n].text) for n in range(number // 10)]
    return entries + copies


def test_the_number_of_comparisons_grows_with_the_entries_and_every_copy_is_found() -> None:
    small, large = (similar_pairs(made_up(number), split) for number in (100, 1000))
    assert [sum(pair.kind == SAME for pair in found.pairs) for found in (small, large)] == [10, 100]
    assert large.compared <= 15 * small.compared
    assert large.compared <= 0.05 * 1100 * 1099 / 2


def test_many_copies_of_one_entry_cost_no_more_than_their_neighbours() -> None:
    copies = [Entry(f"project:x/{n}", "project", "도시농부 학교", text="○ 옥상 텃밭") for n in range(200)]
    assert similar_pairs(copies, split).compared <= 3 * 200
