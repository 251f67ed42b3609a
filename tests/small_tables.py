"""Small tables made up for tests: everything that a list, an order or a lookup can stumble over.

Two cities with a plan each, whose numbers and codes are the same, so that lookups are ambiguous; a plan without a city;
ties in every natural order; nulls wherever the model allows them; officials with one name, and one official in several
offices and projects; tasks without projects, projects without anything; names that are another office's alias; text
beyond the basic plane, quotes and backslashes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

Rows = Sequence[Sequence[Any]]


def small_tables() -> dict[str, pd.DataFrame]:
    """Return the tables by name, as `loaders.tables.combine` gives them."""
    return {name: table(columns.split(), rows) for name, (columns, rows) in TABLES.items()}


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
]
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
BUREAUS = [
    # id, name, aliases, city, parent
    ("bureau:seoul/water", "물관리국", ["수도국"], "city:seoul", None),
    ("bureau:seoul/health", "복지국", [], "city:seoul", "bureau:seoul/water"),
    ("bureau:busan/health", "복지국", ["건강국", "수도국"], "city:busan", None),
    ("bureau:nowhere", "가 국", [], None, None),
]
AGENCIES = [
    # id, name, aliases, city, parent
    ("agency:seoul/hospital", "병원", ["건강과"], "city:seoul", "bureau:seoul/health"),
    ("agency:busan/harbour", "항만공사", [], "city:busan", None),
    ("agency:nowhere", "복지국", [], None, "agency:busan/harbour"),
]
DEPARTMENTS = [
    # id, name, aliases, city, parent
    ("department:seoul/water/quality", "수질과", ["물과"], "city:seoul", "bureau:seoul/water"),
    ("department:seoul/health", "건강과", [], "city:seoul", "bureau:seoul/health"),
    ("department:seoul/hospital/health", "건강과", ["물과", "보건과"], "city:seoul", "agency:seoul/hospital"),
    ("department:seoul/air", "대기과", ["수질과"], "city:seoul", None),
    ("department:seoul/air/team", "측정반", [], "city:seoul", "department:seoul/air"),
    ("department:busan/health", "건강과", ["health \\ 과"], "city:busan", "bureau:busan/health"),
    ("department:busan/sea", "해양과 🐳", ["대기과"], "city:busan", None),
    ("department:nowhere/idle", "대기과", [], None, None),
]
PROJECT_DEPARTMENTS = [
    # project, department, position
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
    ("project:busan/1", "department:busan/sea", 1),
    ("project:busan/1", "department:busan/health", 2),
    ("project:busan/3", "department:busan/health", 1),
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
QUANTITIES = [
    # id, position, kind, what, text, value, unit, year, period_text, from_value, item
    ("quantity:seoul/1/1", 1, "COST", "예산", "1,000", 1000.0, "백만원", 2021, None, None, "project:seoul/1"),
    ("quantity:seoul/1/2", 2, "TARGET", "면적", "5→7", 7.0, "㎢", None, "2021~2025", 5.0, "project:seoul/1"),
    ("quantity:seoul/3/1", 3, "RESULT", "면적", "많음", None, None, 2019, None, None, "project:seoul/3"),
    ("quantity:seoul/0/1", 3, "FACT", "인구", "9,729,107", 9729107.0, "명", 2019, None, None, None),
    ("quantity:busan/1/1", 1, "FACT", "면적", "770.07", 770.07, "㎢", None, None, None, "task:busan/1"),
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
CONTACTS = [
    # staff, phone
    ("staff:seoul/health/kim", "02-000-0000"),
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
    "bureaus": ("id name aliases city parent", BUREAUS),
    "agencies": ("id name aliases city parent", AGENCIES),
    "departments": ("id name aliases city parent", DEPARTMENTS),
    "project_departments": ("project department position", PROJECT_DEPARTMENTS),
    "staff": ("id name", STAFF),
    "responsibilities": ("id position role printed_role team staff project department", RESPONSIBILITIES),
    "quantities": (
        "id position kind what text value unit year period_text from_value item",
        QUANTITIES,
    ),
    "citations": ("entry document locator offset quote", CITATIONS),
    "findings": ("id code severity message source node", FINDINGS),
    "task_targets": ("task target role reason", TASK_TARGETS),
    "contacts": ("staff phone", CONTACTS),
}
