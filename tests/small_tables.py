"""Small tables made up for tests: everything that a list, an order or a lookup can stumble over.

Two cities with plans each, whose numbers and codes are the same, so that lookups are ambiguous; a plan without a city;
ties in every natural order; nulls wherever the model allows them; officials with one name, and one official in several
offices and projects; tasks without projects, projects without anything; names that are another body's alias; bodies of
every type in charge of one entry, and bodies that took each other's place; rows that repeat another's merged cell; a
contractor evaluated in two years; text beyond the basic plane, quotes and backslashes; linked, also pairs that a person
decided, with and against their score, and some that no score found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

Rows = Sequence[Sequence[Any]]


def small_tables() -> dict[str, pd.DataFrame]:
    """Return the tables by name, as `loaders.tables.combine` gives them."""
    return {name: table(columns.split(), rows) for name, (columns, rows) in TABLES.items()}


def linked_tables() -> dict[str, pd.DataFrame]:
    """Return the same tables with the pairs of entries that are alike, as `loaders.similarity.linking` adds them.

    A plan of key projects is among them, so that nothing is missing that a question about gaps needs.
    """
    columns = ("left", "right", "kind", "relation", "score", "reasons")
    plans = table(TABLES["plans"][0].split(), [*PLANS, PLAN_OF_KEY_PROJECTS])
    pairs = table(columns, [(*pair, REASONS[number % len(REASONS)]) for number, pair in enumerate(SIMILARITIES)])
    return {**small_tables(), "plans": plans, "similarities": pairs}


def small_decisions() -> list[dict[str, Any]]:
    """Return what people decided about pairs of entries of the linked tables."""
    columns = ("left", "right", "verdict", "by", "on", "note")
    return [dict(zip(columns, decision, strict=True)) for decision in DECISIONS]


def table(columns: Sequence[str], rows: Rows) -> pd.DataFrame:
    """Return a table of Python values, None where a cell is empty."""
    cells = {column: pd.Series([row[number] for row in rows], dtype=object) for number, column in enumerate(columns)}
    assert all(len(row) == len(columns) for row in rows), columns
    return pd.DataFrame(cells)


DOCUMENTS = [
    # id, title, number, produced_on, publisher, license, part_of
    ("document:plan", "이행계획", "정책-12", "2020-12-01", "서울시 \\ 지속가능발전위원회", "출처표시", None),
    ("document:annex", "부록", None, "2020-12-01", None, None, "document:plan"),
    ("document:annex2", "부록", None, "2020-12-01", None, None, "document:annex"),
    ("document:harbour", "Harbour plan “2030”", "B-1", "2019-02-28", "부산시", None, None),
    ("document:undated", "부록", "정책-12", None, None, "출처표시", "document:plan"),
]
CITIES = [
    # id, name, name_en
    ("city:busan", "부산", "Busan"),
    ("city:seoul", "서울", "Seoul"),
    ("city:sejong", "세종", None),
    ("city:new-sejong", "세종", "Sejong"),
]
PLANS = [
    # id, title, kind, city, start_year, end_year, document
    ("plan:seoul", "지속가능발전 계획", "IMPLEMENTATION_PLAN", "city:seoul", 2021, 2025, "document:plan"),
    ("plan:busan", "지속가능발전 계획", "WORK_PLAN", "city:busan", 2021, None, "document:harbour"),
    ("plan:nowhere", "A plan of no city", "FIRST_PLAN", None, None, 2015, "document:undated"),
    ("plan:early", "공약", "PLEDGES", "city:seoul", 2018, 2022, "document:annex"),
    ("plan:harbour", "공약", "PLEDGES", "city:busan", 2018, None, "document:harbour"),
    ("plan:services", "민간위탁 \\ 평가", "COMMISSIONS", "city:seoul", None, None, "document:annex2"),
    ("plan:scores", "성과관리", "SCORECARD", None, 2020, 2020, "document:annex2"),
]
PLAN_OF_KEY_PROJECTS = ("plan:keys", "주요사업", "KEY_PROJECTS", "city:seoul", 2020, 2020, "document:annex")
STRATEGIES = [
    # id, number, title, plan
    ("strategy:seoul/1", 1, "건강한 도시", "plan:seoul"),
    ("strategy:seoul/2", 2, "깨끗한 도시", "plan:seoul"),
    ("strategy:seoul/10", 10, "빈 전략", "plan:seoul"),
    ("strategy:busan/1", 1, '바다와 "항구"', "plan:busan"),
    ("strategy:busan/1b", 1, '바다와 "항구"', "plan:busan"),
]
SDGS = [
    # id, number, title_en, title_ko, color, iri
    ("sdg:1", 1, "No Poverty", "빈곤 퇴치", "#E5243B", "http://metadata.un.org/sdg/1"),
    ("sdg:3", 3, "Good Health and Well-being", "건강과 웰빙", "#4C9F38", "http://metadata.un.org/sdg/3"),
    ("sdg:10", 10, "Reduced Inequalities", "불평등 감소", "#DD1367", "http://metadata.un.org/sdg/10"),
    ("sdg:14", 14, "Life Below Water", "해양 생태계", "#0A97D9", "http://metadata.un.org/sdg/14"),
]
SDG_TARGETS = [
    # id, code, title_en, title_ko, iri, sdg
    (f"target:{code}", code, english, korean, f"http://metadata.un.org/sdg/{code}", f"sdg:{code.split('.')[0]}")
    for code, english, korean in (
        ("3.10", "Made up", "지어낸 목표"),
        ("3.9", "Pollution", "오염"),
        ("3.a", "Tobacco", "담배"),
        ("3.d", "Early warning", "조기 경보"),
        ("10.2", "Inclusion", "포용"),
        ("10.c", "Remittances", "송금"),
        ("1.1", "Extreme poverty", "극빈"),
        ("14.1", "Marine pollution", "해양 오염"),
        ("14.10", "Inclusion", "포용"),
    )
]
GOALS = [
    # id, code, title, priority, strategy, plan, sdg
    ("goal:seoul/1-1", "1-1", "건강", True, "strategy:seoul/1", "plan:seoul", "sdg:3"),
    ("goal:seoul/1-2", "1-2", "포용", False, "strategy:seoul/1", "plan:seoul", "sdg:10"),
    ("goal:seoul/1-10", "1-10", "건강", False, "strategy:seoul/1", "plan:seoul", "sdg:3"),
    ("goal:seoul/2-1", "2-1", "물 💧", True, "strategy:seoul/2", "plan:seoul", "sdg:14"),
    ("goal:seoul/2-1b", "2-1", "물 \uff5e", False, "strategy:seoul/2", "plan:seoul", "sdg:14"),
    ("goal:busan/1-1", "1-1", "바다", True, "strategy:busan/1", "plan:busan", "sdg:14"),
    ("goal:busan/1-2", "1-2", "건강", False, "strategy:busan/1b", "plan:busan", "sdg:3"),
]
TASKS = [
    # id, number, title, goal, plan
    ("task:seoul/1", 1, "금연 구역을 늘린다", "goal:seoul/1-1", "plan:seoul"),
    ("task:seoul/2", 2, "공기를 맑게 한다", "goal:seoul/1-1", "plan:seoul"),
    ("task:seoul/3", 3, "공기를 맑게 한다", "goal:seoul/1-10", "plan:seoul"),
    ("task:seoul/4", 4, "아무도 맡지 않은 일", "goal:seoul/1-2", "plan:seoul"),
    ("task:seoul/10", 10, "강을 살린다 💧", "goal:seoul/2-1", "plan:seoul"),
    ("task:busan/1", 1, "바다를 지킨다", "goal:busan/1-1", "plan:busan"),
    ("task:busan/2", 2, "공기를 맑게 한다", "goal:busan/1-2", "plan:busan"),
    ("task:busan/2b", 2, "아무도 맡지 않은 일", "goal:busan/1-2", "plan:busan"),
]
PROJECTS = [
    # id, number, title, future, task, plan
    ("project:seoul/1", 1, "금연 거리 \\ 단속", False, "task:seoul/1", "plan:seoul"),
    ("project:seoul/2", 2, "금연 교육", True, "task:seoul/1", "plan:seoul"),
    ("project:seoul/3", 3, "미세먼지 측정", False, "task:seoul/2", "plan:seoul"),
    ("project:seoul/4", 4, "미세먼지 측정", False, "task:seoul/3", "plan:seoul"),
    ("project:seoul/11", 11, "지표가 없는 사업", True, "task:seoul/10", "plan:seoul"),
    ("project:seoul/12", 12, "부서가 없는 사업", False, "task:seoul/10", "plan:seoul"),
    ("project:busan/1", 1, '항만 "청소"', False, "task:busan/1", "plan:busan"),
    ("project:busan/3", 3, "미세먼지 측정", True, "task:busan/2", "plan:busan"),
]
INDICATORS = [
    # id, position, name, unit, direction, note, project, plan
    ("indicator:seoul/1/1", 1, "금연 구역", "개소", "UP", None, "project:seoul/1", "plan:seoul"),
    ("indicator:seoul/1/2", 2, "흡연율", "%", "DOWN", "조사 연도 기준", "project:seoul/1", "plan:seoul"),
    ("indicator:seoul/2/1", 3, "교육 인원", None, None, None, "project:seoul/2", "plan:seoul"),
    ("indicator:seoul/3/1", 4, "미세먼지 농도", "㎍/㎥", "DOWN", None, "project:seoul/3", "plan:seoul"),
    ("indicator:seoul/4/1", 5, "미세먼지 농도", "㎍/㎥", "STEADY", "null", "project:seoul/4", "plan:seoul"),
    ("indicator:seoul/12/1", 6, "수질", None, "STEADY", None, "project:seoul/12", "plan:seoul"),
    ("indicator:busan/1/1", 1, "쓰레기", "톤", None, "조사 연도 기준", "project:busan/1", "plan:busan"),
    ("indicator:busan/3/1", 2, "흡연율", "%", "UP", None, "project:busan/3", "plan:busan"),
]
YEARLY_TARGETS = [
    # id, year, text, value, unit, trend, covers_years, indicator
    ("yearlyTarget:seoul/1/1/2020", 2020, "10", 10.0, "개소", None, [2020], "indicator:seoul/1/1"),
    ("yearlyTarget:seoul/1/1/2021", 2021, "12.5", 12.5, "개소", None, [2021], "indicator:seoul/1/1"),
    ("yearlyTarget:seoul/1/1/2022", 2022, "→", None, None, "STEADY", [2022, 2023, 2024], "indicator:seoul/1/1"),
    ("yearlyTarget:seoul/1/1/2030", 2030, "10", 10.0, "개소", "UP", [2030], "indicator:seoul/1/1"),
    ("yearlyTarget:seoul/1/2/2020", 2020, "↘", None, None, "DOWN", [2020, 2021], "indicator:seoul/1/2"),
    ("yearlyTarget:seoul/1/2/2020b", 2020, "19.3", 19.3, "%", None, [], "indicator:seoul/1/2"),
    ("yearlyTarget:seoul/2/1/2024", 2024, "58,000", 58000.0, None, None, [2024], "indicator:seoul/2/1"),
    ("yearlyTarget:seoul/3/1/2024", 2024, "0", 0.0, "㎍/㎥", "UP", [2024], "indicator:seoul/3/1"),
    ("yearlyTarget:seoul/3/1/2030", 2030, "-1.5", -1.5, "㎍/㎥", None, [2030], "indicator:seoul/3/1"),
    ("yearlyTarget:busan/1/1/2020", 2020, "운영", None, None, None, [2020], "indicator:busan/1/1"),
    ("yearlyTarget:busan/3/1/2024", 2024, "0.1", 0.1, "%", "STEADY", [2024, 2030], "indicator:busan/3/1"),
]
ORGANIZATIONS = [
    # id, name, city, parent, reason
    ("bureau:seoul/water", "물관리국", "city:seoul", None, None),
    ("department:seoul/health", "건강과", "city:seoul", "bureau:seoul/health", "plan"),
    ("bureau:seoul/health", "복지국", "city:seoul", "bureau:seoul/water", None),
    ("bureau:busan/health", "복지국", "city:busan", None, "조직도"),
    ("bureau:nowhere", "가 국", None, None, None),
    ("agency:seoul/hospital", "병원", "city:seoul", "bureau:seoul/health", None),
    ("agency:busan/harbour", "항만공사", "city:busan", None, None),
    ("agency:nowhere", "복지국", None, "agency:busan/harbour", None),
    ("department:seoul/water/quality", "수질과", "city:seoul", "bureau:seoul/water", None),
    ("department:seoul/hospital/health", "건강과", "city:seoul", "agency:seoul/hospital", None),
    ("department:seoul/air", "대기과", "city:seoul", None, None),
    ("department:seoul/air/team", "측정반", "city:seoul", "department:seoul/air", None),
    ("department:busan/health", "건강과", "city:busan", "bureau:busan/health", None),
    ("department:busan/sea", "해양과 🐳", "city:busan", None, None),
    ("department:nowhere/idle", "대기과", None, None, None),
    ("contractor:care", "복지국", None, None, None),
    ("contractor:care2", "복지국", "city:busan", None, None),
    ("contractor:house", "집 \\ “🏠” 협회", "city:seoul", "agency:seoul/hospital", None),
    ("contractor:idle", "가 협회", None, "contractor:house", None),
    ("ministry:health", "복지부", None, None, None),
    ("ministry:health/old", "복지부", None, "ministry:health", None),
    ("ministry:idle", "건강과", None, None, None),
]
ORGANIZATION_NAMES = [
    # organization, name, since, until, reason
    ("bureau:seoul/water", "수도국", None, 2018, "조직도"),
    ("bureau:busan/health", "수도국", None, None, None),
    ("bureau:busan/health", "건강국", 2015, 2019, None),
    ("agency:seoul/hospital", "건강과", None, None, None),
    ("department:seoul/water/quality", "물과", None, None, None),
    ("department:seoul/hospital/health", "물과", 2020, None, None),
    ("department:seoul/hospital/health", "보건과", None, None, None),
    ("department:seoul/air", "수질과", None, None, "misprint"),
    ("department:busan/health", "health \\ 과", None, None, None),
    ("department:busan/sea", "대기과", None, None, None),
    ("contractor:house", "복지국", None, None, None),
    ("contractor:house", "YWCA", None, None, None),
    ("contractor:idle", "집", None, None, None),
    ("ministry:health", "보건부", None, 2010, None),
]
ORGANIZATION_SUCCESSIONS = [
    # organization, successor, year, reason
    ("bureau:nowhere", "bureau:seoul/water", 2019, "divided"),
    ("bureau:nowhere", "bureau:busan/health", None, None),
    ("bureau:nowhere", "bureau:seoul/health", 2019, None),
    ("agency:nowhere", "bureau:seoul/health", 2020, None),
    ("department:nowhere/idle", "department:seoul/air", None, None),
    ("department:nowhere/idle", "agency:seoul/hospital", 2020, None),
    ("department:busan/sea", "department:busan/health", 2021, None),
    ("department:busan/health", "department:busan/sea", 2022, None),
    ("ministry:idle", "ministry:health/old", None, None),
    ("ministry:idle", "ministry:health", 2010, None),
    ("contractor:care", "contractor:house", 2020, None),
]
ITEM_ORGANIZATIONS = [
    # item, organization, position
    ("project:seoul/1", "department:seoul/health", 2),
    ("project:seoul/1", "department:seoul/water/quality", 1),
    ("project:seoul/2", "department:seoul/hospital/health", 1),
    ("project:seoul/2", "department:seoul/health", 2),
    ("project:seoul/3", "department:seoul/air", 1),
    ("project:seoul/3", "department:seoul/air/team", 3),
    ("project:seoul/3", "department:seoul/health", 2),
    ("project:seoul/4", "department:seoul/air", 1),
    ("project:seoul/11", "department:seoul/water/quality", 1),
    ("project:seoul/11", "department:busan/sea", 2),
    ("project:seoul/12", "agency:seoul/hospital", 1),
    ("project:busan/1", "department:busan/sea", 1),
    ("project:busan/1", "department:busan/health", 3),
    ("project:busan/1", "agency:busan/harbour", 2),
    ("project:busan/3", "department:busan/health", 1),
    ("pledge:early/1-1-1", "bureau:seoul/water", 2),
    ("pledge:early/1-1-1", "bureau:seoul/health", 1),
    ("pledge:early/1-1-1", "agency:seoul/hospital", 3),
    ("pledge:early/1-1-10", "bureau:seoul/water", 1),
    ("pledge:early/1-1-10", "bureau:nowhere", 1),
    ("pledge:early/1-10-1", "department:seoul/air", 1),
    ("pledge:harbour/1-1-1", "bureau:busan/health", 1),
    ("keyProject:busan/1", "bureau:busan/health", 1),
    ("keyProject:busan/1", "agency:busan/harbour", 2),
    ("keyProject:busan/2", "bureau:busan/health", 1),
    ("keyProject:busan/2b", "bureau:seoul/health", 2),
    ("keyProject:busan/2b", "department:busan/sea", 1),
    ("keyProject:nowhere/1", "agency:nowhere", 1),
    ("commission:services/2019/1", "department:seoul/health", 1),
    ("commission:services/2019/1", "contractor:house", 2),
    ("commission:services/2019/2", "department:seoul/hospital/health", 1),
    ("commission:services/2019/2", "contractor:care2", 3),
    ("commission:services/2019/2", "contractor:house", 2),
    ("commission:services/2020/1", "department:seoul/health", 1),
    ("commission:services/2020/1", "contractor:house", 2),
    ("commission:services/2020/1", "contractor:care", 2),
    ("commission:services/2020/1b", "department:seoul/air", 1),
    ("commission:nowhere/2020/1", "department:nowhere/idle", 2),
    ("commission:nowhere/2020/1", "contractor:care", 1),
    ("firstPlanTask:nowhere/1", "department:seoul/health", 1),
    ("firstPlanTask:nowhere/1", "bureau:nowhere", 2),
    ("firstPlanTask:nowhere/3", "department:seoul/air", 1),
    ("workItem:busan/1", "department:busan/health", 1),
    ("workItem:busan/2", "bureau:busan/health", 2),
    ("workItem:busan/2", "department:busan/health", 1),
    ("workItem:services/1", "ministry:health", 1),
]
STAFFING = [
    # department, quota, headcount, women, duties
    ("department:seoul/health", 20, 19, 11, ["금연 \\ “절주”", "건강 증진"]),
    ("department:seoul/air", 20, None, 0, ["대기 측정"]),
    ("department:busan/health", None, 19, None, ["건강 증진", "건강 증진"]),
    ("department:busan/sea", 0, 0, None, []),
]
POST_COUNTS = [
    # id, category, quota, headcount, position, department
    ("postCount:seoul/health/1", "일반직", 15, 14, 2, "department:seoul/health"),
    ("postCount:seoul/health/2", "임기제", 5, None, 1, "department:seoul/health"),
    ("postCount:seoul/health/3", "공무직", None, 0, 2, "department:seoul/health"),
    ("postCount:busan/sea/1", "일반직", None, None, 1, "department:busan/sea"),
]
BUDGETS = [
    # id, year, amount_million_krw, project_count, fund, position, organization
    ("budget:seoul/health/2", 2020, 1234.5, 3, "일반회계", 2, "department:seoul/health"),
    ("budget:seoul/health/1", 2020, 0.0, None, "특별회계", 2, "department:seoul/health"),
    ("budget:seoul/health/3", 2019, 1200.0, 12, "일반회계", 3, "department:seoul/health"),
    ("budget:seoul/health/4", 2020, 99.9, 0, "일반회계", 1, "department:seoul/health"),
    ("budget:busan/sea/1", 2021, 1200.0, None, "항만 “기금” 🐳", 1, "department:busan/sea"),
    ("budget:seoul/water/1", 2020, 50000.0, None, "수질 기금", 2, "bureau:seoul/water"),
    ("budget:seoul/water/2", 2020, 7.25, None, "가 기금", 1, "bureau:seoul/water"),
    ("budget:busan/bureau/1", 2019, 7.25, 1, "가 기금", 1, "bureau:busan/health"),
    ("budget:harbour/1", 2019, 1.0, None, "가 기금", 1, "agency:busan/harbour"),
]
STAFF = [
    # id, name
    ("staff:seoul/health/kim", "김가나"),
    ("staff:seoul/air/kim", "김가나"),
    ("staff:seoul/air/lee", "이다라"),
    ("staff:seoul/water/park", "박마바"),
    ("staff:busan/sea/kim", "김가나"),
    ("staff:busan/sea/ahn", "안 𠀀"),
    ("staff:busan/idle", "\ufa0e 한"),
]
RESPONSIBILITIES = [
    # id, position, role, printed_role, team, staff, project, department
    (
        "responsibility:seoul/1/1",
        1,
        "HEAD",
        None,
        None,
        "staff:seoul/water/park",
        "project:seoul/1",
        "department:seoul/water/quality",
    ),
    (
        "responsibility:seoul/1/2",
        2,
        "OFFICER",
        "담당",
        "금연팀",
        "staff:seoul/health/kim",
        "project:seoul/1",
        "department:seoul/health",
    ),
    (
        "responsibility:seoul/1/3",
        3,
        "OTHER",
        "주임",
        "금연팀",
        "staff:seoul/water/park",
        "project:seoul/1",
        "department:seoul/health",
    ),
    (
        "responsibility:seoul/2/1",
        5,
        "TEAM_LEAD",
        "팀장",
        "교육팀",
        "staff:seoul/health/kim",
        "project:seoul/2",
        "department:seoul/health",
    ),
    (
        "responsibility:seoul/2/2",
        4,
        "HEAD",
        "과장",
        None,
        "staff:seoul/air/lee",
        "project:seoul/2",
        "department:seoul/hospital/health",
    ),
    (
        "responsibility:seoul/3/1",
        6,
        "HEAD",
        "과장",
        None,
        "staff:seoul/air/lee",
        "project:seoul/3",
        "department:seoul/air",
    ),
    (
        "responsibility:seoul/3/2",
        7,
        "OFFICER",
        "담당",
        None,
        "staff:seoul/air/kim",
        "project:seoul/3",
        "department:seoul/air",
    ),
    (
        "responsibility:seoul/3/10",
        7,
        "OFFICER",
        "담당",
        "측정팀",
        "staff:seoul/health/kim",
        "project:seoul/3",
        "department:seoul/health",
    ),
    (
        "responsibility:seoul/4/1",
        8,
        "OFFICER",
        None,
        "측정팀",
        "staff:seoul/air/kim",
        "project:seoul/4",
        "department:seoul/air",
    ),
    (
        "responsibility:busan/1/1",
        1,
        "HEAD",
        None,
        None,
        "staff:busan/sea/kim",
        "project:busan/1",
        "department:busan/sea",
    ),
    (
        "responsibility:busan/1/2",
        2,
        "OFFICER",
        "담당",
        "청소팀",
        "staff:busan/sea/ahn",
        "project:busan/1",
        "department:busan/sea",
    ),
    (
        "responsibility:busan/1/3",
        3,
        "OFFICER",
        "담당",
        "금연팀",
        "staff:seoul/health/kim",
        "project:busan/1",
        "department:busan/health",
    ),
]
RULES = [
    # id, kind, name, group, text, position, plan
    ("rule:early/1", "STATE", "완료", "이행 상태", "다 이루었다", 2, "plan:early"),
    ("rule:early/2", "STATE", "폐기 \\", None, "하지 않는다", 1, "plan:early"),
    ("rule:early/10", "DEADLINE", "분기", "점검", "석 달마다", 2, "plan:early"),
    ("rule:harbour/1", "REVIEWER", "시민", None, "“시민 배심원” 🐳", 1, "plan:harbour"),
]
PLEDGE_FIELDS = [
    # id, number, title, plan
    ("pledgeField:early/1", 1, "안전", "plan:early"),
    ("pledgeField:early/10", 10, "빈 분야", "plan:early"),
    ("pledgeField:early/2", 2, "안전", "plan:early"),
    ("pledgeField:harbour/1", 1, "바다 🐳", "plan:harbour"),
]
PLEDGE_CORES = [
    # id, code, title, policy, plan, field
    ("pledgeCore:early/1-1", "1-1", "맑은 공기", "환경", "plan:early", "pledgeField:early/1"),
    ("pledgeCore:early/1-10", "1-10", "맑은 물", "환경", "plan:early", "pledgeField:early/1"),
    ("pledgeCore:early/1-2", "1-2", "빈 핵심공약", "복지 “돌봄”", "plan:early", "pledgeField:early/1"),
    ("pledgeCore:early/2-1", "2-1", "맑은 공기", "복지 “돌봄”", "plan:early", "pledgeField:early/2"),
    ("pledgeCore:harbour/1-1", "1-1", "항구", "바다 \\", "plan:harbour", "pledgeField:harbour/1"),
]
PLEDGES = [
    # id, code, title, subpoints, plan, core
    ("pledge:early/1-1-1", "1-1-1", "공기를 맑게 한다", ["측정소", "“단속” \\"], "plan:early", "pledgeCore:early/1-1"),
    ("pledge:early/1-1-10", "1-1-10", "나무를 심는다", [], "plan:early", "pledgeCore:early/1-1"),
    ("pledge:early/1-1-2", "1-1-2", "나무를 심는다", ["측정소"], "plan:early", "pledgeCore:early/1-1"),
    ("pledge:early/1-10-1", "1-10-1", "강을 살린다 💧", [], "plan:early", "pledgeCore:early/1-10"),
    ("pledge:early/2-1-1", "2-1-1", "돌봄 “집”", ["가", "나", "가"], "plan:early", "pledgeCore:early/2-1"),
    ("pledge:harbour/1-1-1", "1-1-1", "바다를 지킨다", [], "plan:harbour", "pledgeCore:harbour/1-1"),
    ("pledge:harbour/1-1-1b", "1-1-1", "공기를 맑게 한다", ["항구"], "plan:harbour", "pledgeCore:harbour/1-1"),
]
KEY_PROJECTS = [
    # id, title, number, start_year, end_year, period_text, total_cost_million_krw, total_cost_text,
    # budget2020_million_krw, programme, status_text, plan, cost_repeats, budget_repeats
    (
        *("keyProject:busan/1", "항만 청소", 1, 2019, 2022, "’19～’22", 120000.0, "1,200억", 0.0),
        *("항만 재생", "공사 중", "plan:busan", None, None),
    ),
    (
        *("keyProject:busan/2", "항만 청소", 2, 2019, None, "’19～", None, "〃", None),
        *("항만 재생", None, "plan:busan", "keyProject:busan/1", "keyProject:busan/1"),
    ),
    (
        *("keyProject:busan/2b", "미세먼지 측정", 2, None, None, None, None, None, 15.5),
        *(None, "공사 중", "plan:busan", "keyProject:busan/2", None),
    ),
    (
        *("keyProject:busan/10", "빈 사업 🐳", 10, None, 2020, "계속", 0.0, "비예산 \\", None),
        *("가 “사업”", None, "plan:busan", None, "keyProject:busan/2b"),
    ),
    (
        *("keyProject:nowhere/1", "미세먼지 측정", 1, 2019, 2019, "2019", 1.25, "1.25", 1.25),
        *(None, None, "plan:nowhere", None, None),
    ),
]
COMMISSIONS = [
    # id, title, year, number, score, renewal_excluded, round, contractors_text, plan
    ("commission:services/2019/1", "돌봄 “집”", 2019, 1, 90.5, False, None, "집협회", "plan:services"),
    ("commission:services/2019/2", "병원 청소", 2019, 2, 59.0, True, 1, "집협회, 복지국", "plan:services"),
    ("commission:services/2020/1", "돌봄 “집”", 2020, 1, 90.5, False, 2, "집협회 \\ 복지국", "plan:services"),
    ("commission:services/2020/1b", "빈 사무", 2020, 1, 100.0, False, 1, "없음", "plan:services"),
    ("commission:nowhere/2020/1", "병원 청소 🏠", 2020, 1, 0.0, True, None, "복지국", "plan:nowhere"),
]
SCORECARD_INDICATORS = [
    # id, name, perspective, objective, weight, unit, target, target_text, position, body, plan
    (
        *("scorecardIndicator:scores/1", "흡연율", "시민", "건강한 도시", 10.0, "%", 18.5, "18.5", 2),
        *("bureau:seoul/health", "plan:scores"),
    ),
    (
        *("scorecardIndicator:scores/2", "금연 구역", "시민", "건강한 도시", 2.5, "개소", None, "100/200", 1),
        *("bureau:seoul/health", "plan:scores"),
    ),
    (
        *("scorecardIndicator:scores/3", "흡연율", "재정 “건전”", "빈 목표", 0.0, None, None, None, 2),
        *("department:seoul/health", "plan:scores"),
    ),
    (
        *("scorecardIndicator:busan/1", "쓰레기 🐳", "내부 \\", "바다", 10.0, "톤", 0.0, "0", 1),
        *("agency:busan/harbour", "plan:busan"),
    ),
]
JOINT_INDICATORS = [
    # id, number, name, national_goal, qualitative, ministry, plan
    ("jointIndicator:early/1", 1, "흡연율", "안전한 나라", False, "ministry:health", "plan:early"),
    ("jointIndicator:early/10", 10, "돌봄 “집”", "안전한 나라", True, "ministry:health/old", "plan:early"),
    ("jointIndicator:early/2", 2, "흡연율", "포용 \\", True, "ministry:health", "plan:early"),
    ("jointIndicator:harbour/2", 2, "쓰레기 🐳", "바다", False, "ministry:health", "plan:harbour"),
]
HEADLINE_INDICATORS = [
    # id, name, area, keyword, achievement_percent, position, plan
    ("headlineIndicator:nowhere/1", "흡연율", "사회", "건강", 101.5, 2, "plan:nowhere"),
    ("headlineIndicator:nowhere/2", "미세먼지 농도", "환경", None, None, 1, "plan:nowhere"),
    ("headlineIndicator:nowhere/3", "흡연율", "사회", "건강 “🏠”", 0.0, 2, "plan:nowhere"),
    ("headlineIndicator:busan/1", "쓰레기", "환경 \\", None, 101.5, 1, "plan:busan"),
]
FIRST_PLAN_TASKS = [
    # id, title, number, area, strategy, indicator_count, achieved, partly, missed, position, plan
    ("firstPlanTask:nowhere/1", "공기를 맑게 한다", 1, "환경", "맑은 도시", 10, 7, 2, 1, 2, "plan:nowhere"),
    ("firstPlanTask:nowhere/2", "빈 과제", None, "환경", "맑은 도시", None, None, None, None, 1, "plan:nowhere"),
    ("firstPlanTask:nowhere/3", "돌봄 “집” \\", 1, "사회", "따뜻한 🏠", 0, 0, None, 0, 2, "plan:nowhere"),
    ("firstPlanTask:early/1", "공기를 맑게 한다", 2, "사회", "맑은 도시", 10, None, 10, None, 1, "plan:early"),
]
WORK_ITEMS = [
    # id, title, area, field, position, plan
    ("workItem:busan/1", "항만 “청소”", "바다 🐳", "깨끗한 항구", 2, "plan:busan"),
    ("workItem:busan/2", "쓰레기를 줄인다", "바다 🐳", "깨끗한 항구", 1, "plan:busan"),
    ("workItem:busan/3", "항만 “청소”", "건강", "비우기 \\", 2, "plan:busan"),
    ("workItem:services/1", "돌봄", "건강", "집", 1, "plan:services"),
]
SPOT_CHECKS = [
    # id, number, title, finding, opinion, body
    ("spotCheck:1", 1, "항만 “청소” 점검", "더럽다", "치울 것", "agency:busan/harbour"),
    ("spotCheck:10", 10, "빈 점검", "이상 없음 🐳", None, None),
    ("spotCheck:2", 2, "항만 “청소” 점검", "더럽다", None, "department:busan/sea"),
    ("spotCheck:2b", 2, "금연 거리", "꽁초가 있다 \\", "단속할 것", "bureau:seoul/health"),
]
AGENDA_ITEMS = [
    # id, title, section, position, department
    ("agendaItem:1", "금연 구역 지정", "현안", 2, "department:seoul/health"),
    ("agendaItem:2", "예산 “심의” 🏠", "현안", 1, None),
    ("agendaItem:3", "금연 구역 지정", "보고 \\", 2, "department:seoul/air"),
]
QUANTITIES = [
    # id, position, kind, what, text, value, unit, year, period_text, from_value, item
    ("quantity:seoul/1/1", 1, "COST", "예산", "1,000", 1000.0, "백만원", 2021, None, None, "project:seoul/1"),
    ("quantity:seoul/1/2", 2, "TARGET", "면적", "5→7", 7.0, "㎢", None, "2021~2025", 5.0, "project:seoul/1"),
    ("quantity:seoul/3/1", 3, "RESULT", "면적", "많음", None, None, 2019, None, None, "project:seoul/3"),
    ("quantity:seoul/0/1", 3, "FACT", "인구", "9,729,107", 9729107.0, "명", 2019, None, None, None),
    ("quantity:busan/1/1", 1, "FACT", "면적", "770.07", 770.07, "㎢", None, None, None, "task:busan/1"),
    ("quantity:busan/2/1", 2, "TARGET", "쓰레기", "→ 10", 10.0, "톤", 2021, None, 12.5, "workItem:busan/1"),
    ("quantity:busan/2/2", 1, "RESULT", "면적", "1", 1.0, "㎢", 2020, "상반기", None, "workItem:busan/1"),
    ("quantity:busan/2/3", 2, "FACT", "인구", "약간 🐳", None, None, None, None, None, "workItem:busan/1"),
    ("quantity:early/1", 1, "COST", "예산", "5억", 5.0, "억원", 2020, None, None, "pledge:early/1-1-1"),
]
CITATIONS = [
    # entry, document, locator, offset, quote
    ("task:seoul/1", "document:plan", "1장", 200, "둘째 “인용”"),
    ("task:seoul/1", "document:annex", "부록", 100, "첫째"),
    ("task:seoul/1", "document:annex2", "부록", 100, "같은 자리"),
    ("project:seoul/1", "document:plan", "1장", 300, "금연 거리 \\ 단속"),
    ("goal:seoul/1-1", "document:plan", "1장", 50, "건강"),
    ("strategy:busan/1", "document:harbour", "p. 1", 0, '바다와 "항구"'),
    ("indicator:seoul/1/1", "document:plan", "표 1", 400, "금연 구역"),
    ("quantity:seoul/1/1", "document:plan", "표 2", 500, "1,000"),
    ("finding:plan/NAME/1", "document:plan", "1장", 200, "둘째"),
    ("finding:plan/NAME/1", "document:annex", "부록", 100, "첫째"),
    ("rule:early/1", "document:annex", "붙임", 20, "완료"),
    ("rule:early/1", "document:undated", "붙임", 10, "이행 상태"),
    ("pledge:early/1-1-1", "document:annex", "공약 1", 30, "공기를 맑게 한다"),
    ("keyProject:busan/1", "document:harbour", "표 1", 40, "항만 청소"),
    ("keyProject:busan/1", "document:harbour", "표 1", 35, "1,200억"),
    ("commission:services/2019/2", "document:annex2", "별지", 7, "집협회, 복지국"),
    ("scorecardIndicator:scores/2", "document:annex2", "별지", 8, "100/200"),
    ("jointIndicator:early/1", "document:annex", "정부합동평가", 9, "흡연율"),
    ("headlineIndicator:nowhere/1", "document:undated", "표 3", 11, "흡연율"),
    ("firstPlanTask:nowhere/3", "document:undated", "표 4", 12, "돌봄 “집” \\"),
    ("workItem:busan/2", "document:harbour", "p. 2", 13, "쓰레기를 줄인다"),
    ("spotCheck:2b", "document:annex", "점검", 14, "꽁초가 있다 \\"),
    ("agendaItem:2", "document:annex", "의안", 15, "예산 “심의” 🏠"),
]
FINDINGS = [
    # id, code, severity, message, source, node
    ("finding:plan/NAME/1", "NAME_DIFFERS", "WARNING", "두 이름이 다르다", "document:plan", "task:seoul/1"),
    ("finding:plan/NAME/2", "NAME_DIFFERS", "WARNING", "두 이름이 다르다", "document:plan", "project:busan/1"),
    ("finding:plan/COUNT/1", "COUNT_DIFFERS", "WARNING", "수가 다르다", "document:annex", "strategy:seoul/2"),
    ("finding:plan/COUNT/2", "COUNT_DIFFERS", "ERROR", "수가 다르다", "document:plan", None),
    ("finding:none/1", "SUM", "INFO", "합이 맞지 않는다", None, "department:seoul/air"),
    ("finding:none/2", "SUM", "INFO", "A quantity", None, "quantity:seoul/0/1"),
    ("finding:none/3", "SUM", "ERROR", "An SDG", "document:harbour", "sdg:3"),
    ("finding:none/4", "SUM", "ERROR", "A finding", "document:harbour", "finding:none/3"),
    ("finding:none/5", "STAFF", "INFO", "같은 이름", "document:harbour", "staff:seoul/air/kim"),
    ("finding:none/6", "NAME_DIFFERS", "WARNING", "두 이름이 다르다", "document:annex2", "contractor:house"),
    ("finding:none/7", "COUNT_DIFFERS", "WARNING", "수가 다르다", "document:annex", "pledge:early/1-1-1"),
    ("finding:none/8", "SUM", "INFO", "합이 맞지 않는다", "document:annex2", "scorecardIndicator:scores/3"),
    ("finding:none/9", "SUM", "INFO", "합이 맞지 않는다", "document:annex2", "pledgeCore:early/1-2"),
]
TASK_TARGETS = [
    # task, target, role, reason
    ("task:seoul/1", "target:3.a", "PRIMARY", "담배"),
    ("task:seoul/1", "target:3.10", "PRIMARY", "건강"),
    ("task:seoul/1", "target:3.9", "PRIMARY", "공기"),
    ("task:seoul/2", "target:3.9", "PRIMARY", "공기"),
    ("task:seoul/3", "target:3.9", "SECONDARY", "공기"),
    ("task:seoul/10", "target:14.1", "PRIMARY", "강"),
    ("task:seoul/10", "target:14.10", "SECONDARY", "강"),
    ("task:busan/1", "target:14.1", "PRIMARY", "바다"),
    ("task:busan/2", "target:3.9", "PRIMARY", "공기"),
    ("task:busan/2b", "target:3.9", "PRIMARY", "공기"),
    ("task:busan/2", "target:10.c", "SECONDARY", "포용"),
]
REASONS: list[list[dict[str, Any]]] = [
    [{"signal": "TITLE", "score": 0.3, "detail": "agree: 공기"}],
    [
        {"signal": "TITLE", "score": 0.3, "detail": "agree: 공기 \\ “물”"},
        {"signal": "ORGANIZATION", "score": -0.1, "detail": "only one: 🐳"},
    ],
]
SIMILARITIES = [
    # left, right, kind, relation, score
    ("pledge:early/1-1-1", "task:seoul/2", "SAME", None, 0.95),
    ("pledge:early/1-1-1", "project:seoul/3", "OVERLAP", None, 0.7),
    ("pledge:early/1-1-1", "project:seoul/11", "OVERLAP", None, 0.96),
    ("pledge:early/1-10-1", "task:seoul/10", "OVERLAP", None, 0.5),
    ("pledge:early/1-10-1", "task:seoul/4", "OVERLAP", None, 0.49),
    ("pledge:early/2-1-1", "project:seoul/2", "OVERLAP", None, 0.49),
    ("pledge:early/1-1-10", "pledge:early/1-1-2", "SAME", None, 0.9),
    ("pledge:harbour/1-1-1", "workItem:busan/1", "SAME", None, 0.9),
    ("pledge:harbour/1-1-1b", "project:busan/3", "SAME", None, 0.92),
    ("keyProject:busan/1", "keyProject:busan/2", "OVERLAP", None, 0.4),
    ("keyProject:busan/1", "project:seoul/12", "OVERLAP", None, 0.55),
    ("keyProject:busan/10", "project:seoul/2", "OVERLAP", None, 0.3),
    ("keyProject:busan/10", "project:seoul/4", "OVERLAP", "PART_OF", 0.85),
    ("keyProject:busan/10", "workItem:busan/3", "OVERLAP", None, 0.6),
    ("keyProject:busan/2b", "project:seoul/3", "OVERLAP", "PART_OF", 0.8),
    ("keyProject:busan/2b", "project:busan/3", "OVERLAP", None, 0.8),
    ("commission:services/2019/1", "project:seoul/2", "OVERLAP", "CARRIES_OUT", 0.66),
    ("firstPlanTask:nowhere/1", "task:busan/2", "OVERLAP", None, 0.6),
    ("firstPlanTask:nowhere/1", "task:busan/1", "OVERLAP", None, 0.6),
    ("firstPlanTask:nowhere/1", "pledge:early/1-1-1", "SAME", None, 0.9),
    ("project:busan/1", "workItem:busan/1", "SAME", None, 1.0),
    ("project:seoul/3", "project:seoul/4", "SAME", None, 0.9),
    ("indicator:seoul/1/2", "scorecardIndicator:scores/1", "SAME", None, 0.9),
    ("indicator:busan/3/1", "indicator:seoul/1/2", "OVERLAP", None, 0.6),
    ("headlineIndicator:nowhere/1", "jointIndicator:early/1", "OVERLAP", None, 0.6),
    ("headlineIndicator:nowhere/1", "jointIndicator:early/2", "OVERLAP", None, 0.45),
]
DECISIONS = [
    # left, right, verdict, by, on, note
    ("pledge:early/1-10-1", "task:seoul/4", "SAME", "김가나", "2026-11-22", "한 가지 “일” \\"),
    ("pledge:early/1-1-1", "project:seoul/11", "DIFFERENT", "Kim", "2020-12-01", "🐳"),
    ("pledge:harbour/1-1-1b", "project:busan/3", "DIFFERENT", "김가나", "2026-11-22", None),
    ("firstPlanTask:nowhere/1", "pledge:early/1-1-1", "OVERLAP", "Kim", "2019-02-28", None),
    ("keyProject:busan/1", "keyProject:busan/2", "OVERLAP", "Kim", "2026-11-22", "한 사업"),
    ("keyProject:busan/10", "project:seoul/4", "DIFFERENT", "김가나", "2020-12-01", None),
    ("keyProject:busan/1", "project:busan/1", "OVERLAP", "Kim", "2019-02-28", None),
    ("project:busan/1", "workItem:busan/1", "SAME", "김가나", "2020-12-01", "같은 일"),
    ("project:seoul/1", "project:seoul/2", "SAME", "김가나", "2026-11-22", None),
    ("commission:services/2019/1", "commission:services/2020/1", "DIFFERENT", "Kim", "2026-11-22", "Two years"),
    ("headlineIndicator:nowhere/1", "jointIndicator:early/2", "SAME", "Kim", "2020-12-01", None),
    ("indicator:seoul/3/1", "indicator:seoul/4/1", "OVERLAP", "김가나", "2026-11-22", None),
    ("indicator:seoul/1/2", "scorecardIndicator:scores/1", "DIFFERENT", "Kim", "2019-02-28", "다른 나이"),
]
CONTACTS = [
    # staff, phone
    ("staff:seoul/health/kim", "02-000-0000"),
    ("staff:busan/idle", None),
]

TABLES: dict[str, tuple[str, Rows]] = {
    "documents": ("id title number produced_on publisher license part_of", DOCUMENTS),
    "cities": ("id name name_en", CITIES),
    "plans": ("id title kind city start_year end_year document", PLANS),
    "strategies": ("id number title plan", STRATEGIES),
    "sdgs": ("id number title_en title_ko color iri", SDGS),
    "sdg_targets": ("id code title_en title_ko iri sdg", SDG_TARGETS),
    "goals": ("id code title priority strategy plan sdg", GOALS),
    "tasks": ("id number title goal plan", TASKS),
    "projects": ("id number title future task plan", PROJECTS),
    "indicators": ("id position name unit direction note project plan", INDICATORS),
    "yearly_targets": ("id year text value unit trend covers_years indicator", YEARLY_TARGETS),
    "organizations": ("id name city parent reason", ORGANIZATIONS),
    "organization_names": ("organization name since until reason", ORGANIZATION_NAMES),
    "organization_successions": ("organization successor year reason", ORGANIZATION_SUCCESSIONS),
    "item_organizations": ("item organization position", ITEM_ORGANIZATIONS),
    "staffing": ("department quota headcount women duties", STAFFING),
    "post_counts": ("id category quota headcount position department", POST_COUNTS),
    "budgets": ("id year amount_million_krw project_count fund position organization", BUDGETS),
    "staff": ("id name", STAFF),
    "responsibilities": ("id position role printed_role team staff project department", RESPONSIBILITIES),
    "rules": ("id kind name group text position plan", RULES),
    "pledge_fields": ("id number title plan", PLEDGE_FIELDS),
    "pledge_cores": ("id code title policy plan field", PLEDGE_CORES),
    "pledges": ("id code title subpoints plan core", PLEDGES),
    "key_projects": (
        "id title number start_year end_year period_text total_cost_million_krw total_cost_text"
        " budget2020_million_krw programme status_text plan cost_repeats budget_repeats",
        KEY_PROJECTS,
    ),
    "commissions": ("id title year number score renewal_excluded round contractors_text plan", COMMISSIONS),
    "scorecard_indicators": (
        "id name perspective objective weight unit target target_text position body plan",
        SCORECARD_INDICATORS,
    ),
    "joint_indicators": ("id number name national_goal qualitative ministry plan", JOINT_INDICATORS),
    "headline_indicators": ("id name area keyword achievement_percent position plan", HEADLINE_INDICATORS),
    "first_plan_tasks": (
        "id title number area strategy indicator_count achieved partly missed position plan",
        FIRST_PLAN_TASKS,
    ),
    "work_items": ("id title area field position plan", WORK_ITEMS),
    "spot_checks": ("id number title finding opinion body", SPOT_CHECKS),
    "agenda_items": ("id title section position department", AGENDA_ITEMS),
    "quantities": (
        "id position kind what text value unit year period_text from_value item",
        QUANTITIES,
    ),
    "citations": ("entry document locator offset quote", CITATIONS),
    "findings": ("id code severity message source node", FINDINGS),
    "task_targets": ("task target role reason", TASK_TARGETS),
    "contacts": ("staff phone", CONTACTS),
}
