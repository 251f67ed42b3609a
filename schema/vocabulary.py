"""The members of the enumerations that are not in the model, each with its description."""

SORT_DIRECTIONS = {"ASC": "The smallest first.", "DESC": "The largest first."}
SIMILARITY_KINDS = {
    "SAME": "One entry, printed twice.",
    "OVERLAP": "They share their substance: one's activity or measure is at least partly contained in the other's.",
    "DIFFERENT": "They only look alike: only by a person's decision, and served only when asked for.",
}

SIMILARITY_RELATIONS = {
    "CARRIES_OUT": "A commissioned service or an agency carries the other out.",
    "PART_OF": "A part or a site of the other.",
}

DUPLICATE_SCOPES = {"WITHIN_PLAN": "Both entries stand in one plan.", "ACROSS_PLANS": "They stand in two plans."}

REASONS = {
    "TASK_WITHOUT_PROJECT": "A task that no project carries out.",
    "PROJECT_WITHOUT_INDICATOR": "A project that no indicator measures.",
    "PROJECT_WITHOUT_DEPARTMENT": "A project that no department is in charge of.",
    "INDICATOR_WITHOUT_NUMBER": "An indicator none of whose yearly targets has a value.",
    "SDG_TARGET_WITHOUT_TASK": "A UN target that no task serves, primarily or besides.",
    "DEPARTMENT_WITHOUT_BUREAU": "A department whose bureau is not known.",
    "PLEDGE_WITHOUT_PROJECT": "A pledge like which there is no project, by the default score.",
    "KEY_PROJECT_WITHOUT_SDG": "A key project that serves no SDG.",
    "PROJECT_WITHOUT_BUDGET_LINE": "A project without a stated cost and without a linked key project that has one.",
}

COUNTABLE = {
    "TASK": "Tasks.",
    "PROJECT": "Projects.",
    "INDICATOR": "Indicators.",
    "PLEDGE": "Pledges.",
    "KEY_PROJECT": "Key projects.",
    "COMMISSION": "Evaluations of commissioned services.",
    "WORK_ITEM": "Items of a work plan.",
    "SCORECARD_INDICATOR": "Indicators of scorecards.",
    "JOINT_INDICATOR": "Indicators of the joint evaluation.",
    "STAFF": "Officials.",
    "FINDING": "Findings.",
}

DIMENSIONS = {
    "SDG": "By SDG.",
    "GOAL": "By a city's goal [과제].",
    "STRATEGY": "By strategy [전략].",
    "PLAN": "By plan.",
    "BUREAU": "By bureau [실, 국, 본부].",
    "DEPARTMENT": "By department [부서].",
    "CONTRACTOR": "By contractor [수탁기관].",
    "MINISTRY": "By ministry [부처].",
    "YEAR": "By year; of a yearly target, each year that it covers.",
    "UNIT": "By unit.",
}
