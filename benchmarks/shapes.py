"""Turns what the hand-written statements of the plan view return into its response: in order, keys as selected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

Row = Sequence[Any]
Map = Mapping[str, Any]

first = itemgetter(0)
by_number = itemgetter("number")
by_position = itemgetter("position")


def from_lists(record: Row) -> dict[str, Any]:
    """Return the data of a record of `plan_view_lists.cypher`: most rows begin with what orders them."""
    plan_id, title, start, end, strategies = record
    return {
        "plan": {
            "id": plan_id,
            "title": title,
            "startYear": start,
            "endYear": end,
            "strategies": [
                {"number": number, "title": title, "goals": [goal_of(row) for row in sorted(goals, key=first)]}
                for number, title, goals in sorted(strategies, key=first)
            ],
        }
    }


def goal_of(row: Row) -> dict[str, Any]:
    _, code, title, priority, [[number, title_ko, color]], tasks = row
    return {
        "code": code,
        "title": title,
        "priority": priority,
        "sdg": {"number": number, "titleKo": title_ko, "color": color},
        "tasks": [
            {"number": number, "title": title, "projects": [project_of(row) for row in sorted(projects, key=first)]}
            for number, title, projects in sorted(tasks, key=first)
        ],
    }


def project_of(row: Row) -> dict[str, Any]:
    number, project_id, title, future, departments, indicators, responsibilities = row
    return {
        "id": project_id,
        "number": number,
        "title": title,
        "future": future,
        "departments": [{"id": key, "name": name} for _, key, name in sorted(departments, key=first)],
        "indicators": [
            {
                "name": name,
                "unit": unit,
                "direction": direction,
                "note": note,
                "yearlyTargets": [
                    {"year": year, "text": text, "value": value, "unit": unit, "trend": trend, "coversYears": years}
                    for year, text, value, unit, trend, years in sorted(targets, key=first)
                ],
            }
            for _, name, unit, direction, note, targets in sorted(indicators, key=first)
        ],
        "responsibilities": [
            {
                "role": role,
                "printedRole": printed_role,
                "team": team,
                "staff": {"id": key, "name": name},
                "department": {"name": department},
            }
            for _, role, printed_role, team, [[key, name]], [department] in sorted(responsibilities, key=first)
        ],
    }


def from_maps(record: Row) -> dict[str, Any]:
    """Return the data of a record of `plan_view_maps.cypher`: neither database keeps the order of a map's keys."""
    [plan] = record
    return {
        "plan": {
            **only(plan, "id", "title", "startYear", "endYear"),
            "strategies": [
                {
                    **only(strategy, "number", "title"),
                    "goals": [goal_of_map(goal) for goal in sorted(strategy["goals"], key=itemgetter("rank"))],
                }
                for strategy in sorted(plan["strategies"], key=by_number)
            ],
        }
    }


def only(found: Map, *keys: str) -> dict[str, Any]:
    return {key: found[key] for key in keys}


def goal_of_map(goal: Map) -> dict[str, Any]:
    return {
        **only(goal, "code", "title", "priority"),
        "sdg": only(goal["sdg"], "number", "titleKo", "color"),
        "tasks": [
            {
                **only(task, "number", "title"),
                "projects": [project_of_map(project) for project in sorted(task["projects"], key=by_number)],
            }
            for task in sorted(goal["tasks"], key=by_number)
        ],
    }


def project_of_map(project: Map) -> dict[str, Any]:
    return {
        **only(project, "id", "number", "title", "future"),
        "departments": [only(office, "id", "name") for office in sorted(project["departments"], key=by_position)],
        "indicators": [
            {
                **only(indicator, "name", "unit", "direction", "note"),
                "yearlyTargets": [
                    only(target, "year", "text", "value", "unit", "trend", "coversYears")
                    for target in sorted(indicator["yearlyTargets"], key=itemgetter("year"))
                ],
            }
            for indicator in sorted(project["indicators"], key=by_position)
        ],
        "responsibilities": [
            {
                **only(responsibility, "role", "printedRole", "team"),
                "staff": only(responsibility["staff"], "id", "name"),
                "department": only(responsibility["department"], "name"),
            }
            for responsibility in sorted(project["responsibilities"], key=by_position)
        ],
    }
