"""The whole graph: every node type, property and relationship, declared once.

Constraints and indexes, the row checks of the loaders, the tables' columns, the GraphQL types with their descriptions,
`where` and `orderBy`, and what the compiler knows are all derived from here. `graph/declaration.py` explains the words.

    City <-IN_CITY- Plan <-IN_PLAN- Strategy -HAS_GOAL-> Goal -HAS_TASK-> Task -HAS_PROJECT-> Project
    Project -HAS_INDICATOR-> Indicator -HAS_YEARLY_TARGET-> YearlyTarget
    Goal -ALIGNED_WITH-> SDG -HAS_TARGET-> SDGTarget <-CONTRIBUTES_TO- Task
    Project -CARRIED_OUT_BY-> Department,  Project -HAS_RESPONSIBILITY-> Responsibility -HELD_BY-> Staff
"""

from __future__ import annotations

import datetime

from graph.declaration import (
    ID,
    DescribedEnum,
    Lookup,
    RelationshipType,
    declare,
    edge,
    end_node,
    interface,
    largest_first,
    many,
    node,
    one,
    parts,
    prop,
    record,
    start_node,
)


class PlanKind(DescribedEnum):
    """What sort of plan it is."""

    IMPLEMENTATION_PLAN = (
        "IMPLEMENTATION_PLAN",
        "A sustainable-development implementation plan [지속가능발전 이행계획].",
    )
    PLEDGES = "PLEDGES", "The mayor's pledges [공약]."
    WORK_PLAN = "WORK_PLAN", "A yearly work plan [주요업무계획]."
    KEY_PROJECTS = "KEY_PROJECTS", "A list of key projects [주요사업]."
    COMMISSIONS = "COMMISSIONS", "Evaluations of commissioned services [민간위탁]."
    SCORECARD = "SCORECARD", "Scorecards of offices [성과관리, BSC]."
    JOINT_EVALUATION = "JOINT_EVALUATION", "The central government's joint evaluation [정부합동평가]."
    FIRST_PLAN = "FIRST_PLAN", "The first implementation plan, as later reports state it [1차 이행계획]."
    OFFICE_REPORT = "OFFICE_REPORT", "An office's work report [업무보고]."


class Direction(DescribedEnum):
    """Which way a number is meant to go."""

    UP = "UP", "More is better, or rising."
    DOWN = "DOWN", "Less is better, or falling."
    STEADY = "STEADY", "To be held, or unchanged [유지]."


class QuantityKind(DescribedEnum):
    """What a stated number is."""

    TARGET = "TARGET", "Planned."
    RESULT = "RESULT", "Done or reached."
    COST = "COST", "Money."
    FACT = "FACT", "Any other number."


class StaffRole(DescribedEnum):
    """The role of an official in a project."""

    HEAD = "HEAD", "Heads the office [과장, 담당관, 센터장]."
    TEAM_LEAD = "TEAM_LEAD", "Leads the team [팀장]."
    OFFICER = "OFFICER", "Works on it [담당]."
    OTHER = "OTHER", "Any other printed role."


class ContributionRole(DescribedEnum):
    """How directly a task serves a UN target."""

    PRIMARY = "PRIMARY", "What the task is for."
    SECONDARY = "SECONDARY", "What the task serves besides."


class Severity(DescribedEnum):
    """How much a finding matters."""

    INFO = "INFO", "A peculiarity that a reader should know."
    WARNING = "WARNING", "A contradiction: one of two statements must be wrong."
    ERROR = "ERROR", "A fact printed wrongly."


@interface()
class Node:
    """Anything in the graph that has an identity."""

    id: ID = prop("Readable, stable across loads, unique in the graph, such as `project:sdp2/8`.")


@interface(arguments=False)
class Cited:
    """Stated by a document: where, in a few words of it."""

    citations: list[Citation] = many("-HAS_CITATION->", "Where it is stated [출처].")


@interface()
class PlanItem(Node, Cited):
    """An entry of some plan that can be compared with entries of the same or another plan."""

    title: str = prop("As printed, lost characters restored.")
    plan: Plan = one("-IN_PLAN->", "The plan of which it is an entry.")
    organizations: list[Organization] = many(
        "-CARRIED_OUT_BY->", "In charge, the leader first; a task's are those of its projects.", order="position"
    )
    sdgs: list[SDG] = many("-HAS_SDG_LINK->()-TO_SDG->", "The SDGs it serves: of its own goal, else through its links.")
    sdg_links: list[SDGLink] = many("-HAS_SDG_LINK->", "The same SDGs, with how each came about.")


@interface(order=("name",), root="organizations")
class Organization(Node):
    """A body that carries something out."""

    name: str = prop("As printed.")
    aliases: list[str] = prop("Other names under which documents print it.", table="organization_names")
    city: City | None = one("-IN_CITY->", "The city to which it belongs.")
    parent: Organization | None = one("-PART_OF->", "The body above it, as far as documents tell.")
    successors: list[Organization] = many("-SUCCEEDED_BY->", "The bodies that took its place in a reorganization.")
    predecessors: list[Organization] = many("<-SUCCEEDED_BY-", "The bodies whose place it took.")
    items: list[PlanItem] = many("<-CARRIED_OUT_BY-", "The entries of all plans that it is in charge of.")


@node(display="title_ko", order=("number",), root="sdgs", lookup=Lookup("sdg", "number"), tag="sdg")
class SDG(Node):
    """One of the 17 Sustainable Development Goals of the United Nations [지속가능발전목표]."""

    number: int = prop("1 to 17.")
    title_en: str = prop("Its official English title.")
    title_ko: str = prop("Its official Korean title.")
    color: str = prop("Its official colour, as #RRGGBB.")
    iri: str = prop("Its permanent identifier at the UN.")
    targets: list[SDGTarget] = many("-HAS_TARGET->", "Its targets.")
    goals: list[Goal] = many("<-ALIGNED_WITH-", "The cities' goals that answer to it.")
    tasks: list[Task] = many("<-ALIGNED_WITH-()-HAS_TASK->", "The tasks under these goals.")
    projects: list[Project] = many("<-ALIGNED_WITH-()-HAS_TASK->()-HAS_PROJECT->", "The projects under these goals.")
    indicators: list[Indicator] = many(
        "<-ALIGNED_WITH-()-HAS_TASK->()-HAS_PROJECT->()-HAS_INDICATOR->", "The indicators under these goals."
    )
    departments: list[Department] = many(
        "<-ALIGNED_WITH-()-HAS_TASK->()-HAS_PROJECT->()-CARRIED_OUT_BY->", "In charge of these projects."
    )
    items: list[PlanItem] = many("<-TO_SDG-()<-HAS_SDG_LINK-", "The entries of all plans that serve it.")


@node(
    display="title_ko",
    order=(parts("code"),),
    root="sdgTargets",
    lookup=Lookup("sdgTarget", "code"),
    tag="target",
)
class SDGTarget(Node):
    """One of the 169 targets under the SDGs [세부목표]."""

    code: str = prop("Its official code, such as 3.1 or 3.a.")
    title_en: str = prop("A short English title (not the UN's wording).")
    title_ko: str = prop("A short Korean title (not the UN's wording).")
    iri: str = prop("Its permanent identifier at the UN.")
    sdg: SDG = one("<-HAS_TARGET-", "The goal to which it belongs.")
    tasks: list[Task] = many("<-CONTRIBUTES_TO-", "The tasks that serve it, primarily or besides.")
    contributions: list[Contribution] = many("<-CONTRIBUTES_TO-", "The same, with role and reason.")


@record(order=(largest_first("score"), "sdg.number"), tag="sdgLink")
class SDGLink:
    """That an entry serves an SDG, and how that came about."""

    score: float | None = prop("The score of the pair through which it serves it; null under a goal of that SDG.")
    entry: PlanItem = one("<-HAS_SDG_LINK-", "The entry that serves it.", served=False)
    sdg: SDG = one("-TO_SDG->", "The SDG.")
    via: PlanItem | None = one(
        "-VIA->",
        "Null when the entry stands under a goal of that SDG; else the linked entry through which it serves it.",
    )


@edge("CONTRIBUTES_TO", order=("role", parts("target.code"), "task.number"))
class Contribution:
    """A task serves a UN target: judged by reading, with the reason."""

    role: ContributionRole = prop("Primary or secondary.")
    reason: str = prop("Why, in a few words.")
    task: Task = start_node("The task that serves it.")
    target: SDGTarget = end_node("The target that is served.")


@node(display="name", order=("name",), root="cities")
class City(Node):
    """A city that has plans [시]."""

    name: str = prop("Its name.")
    name_en: str | None = prop("Its English name.")
    plans: list[Plan] = many("<-IN_CITY-", "Its plans.")
    organizations: list[Organization] = many("<-IN_CITY-", "Its bodies.")


@node(display="title", order=("start_year", "title"), root="plans", lookup=Lookup("plan", "id"))
class Plan(Node):
    """A plan of a city."""

    title: str = prop("Its title.")
    kind: PlanKind = prop("What sort of plan it is.")
    start_year: int | None = prop("The first year it covers.")
    end_year: int | None = prop("The last year it covers.")
    city: City | None = one("-IN_CITY->", "The city whose plan it is.")
    document: Document = one("-DESCRIBED_IN->", "The document that holds it.")
    strategies: list[Strategy] = many("<-IN_PLAN-", "Its strategies.")
    goals: list[Goal] = many("<-IN_PLAN-", "Its goals.")
    tasks: list[Task] = many("<-IN_PLAN-", "Its tasks.")
    projects: list[Project] = many("<-IN_PLAN-", "Its projects.")
    indicators: list[Indicator] = many("<-IN_PLAN-", "Its indicators.")
    items: list[PlanItem] = many("<-IN_PLAN-", "All its entries.")
    rules: list[Rule] = many("-HAS_RULE->", "The rules that it states about itself, in the order printed.")


@record(order=("position",), arguments=False)
class Rule(Cited):
    """A rule that a plan states about itself, such as a state in the review of pledges."""

    kind: str = prop("What the rule is about, such as STATE, DEADLINE, REVIEWER.")
    name: str = prop("What is ruled, as printed.")
    group: str | None = prop("The group under which it is printed.")
    text: str = prop("The rule in a few words.")
    position: int = prop("Its place in the document.", served=False)
    plan: Plan = one("<-HAS_RULE-", "The plan that states it.", served=False)


@node(display="title", order=("number",), root="strategies")
class Strategy(Node, Cited):
    """The first level of a plan [전략]."""

    number: int = prop("Its number in the plan.")
    title: str = prop("Its title.")
    plan: Plan = one("-IN_PLAN->", "Its plan.")
    goals: list[Goal] = many("-HAS_GOAL->", "Its goals.")


@node(display="title", order=(parts("code"),), root="goals", lookup=Lookup("goal", "code", within="plan"))
class Goal(Node, Cited):
    """The second level of a plan, one for each SDG [과제]."""

    code: str = prop("The strategy's number and its own, such as 1-3.")
    title: str = prop("Its title, as its section's heading prints it.")
    priority: bool = prop("Chosen as a priority by a survey of a thousand citizens [역점].")
    plan: Plan = one("-IN_PLAN->", "Its plan.", served=False)
    strategy: Strategy = one("<-HAS_GOAL-", "The strategy under which it stands.")
    sdg: SDG = one("-ALIGNED_WITH->", "The SDG to which it answers.")
    tasks: list[Task] = many("-HAS_TASK->", "Its tasks.")
    projects: list[Project] = many("-HAS_TASK->()-HAS_PROJECT->", "The projects of its tasks.")
    indicators: list[Indicator] = many(
        "-HAS_TASK->()-HAS_PROJECT->()-HAS_INDICATOR->", "The indicators of its projects."
    )


@node(display="title", order=("number",), root="tasks", lookup=Lookup("task", "number", within="plan"))
class Task(PlanItem):
    """What has to be done to reach a goal [이행과제]."""

    number: int = prop("Its number, counted through the whole plan.")
    goal: Goal = one("<-HAS_TASK-", "The goal that it serves.")
    projects: list[Project] = many("-HAS_PROJECT->", "The projects that carry it out.")
    contributions: list[Contribution] = many(
        "-CONTRIBUTES_TO->", "The UN targets that it serves, with role and reason."
    )
    sdg_targets: list[SDGTarget] = many("-CONTRIBUTES_TO->", "The UN targets that it serves, primarily or besides.")


@node(display="title", order=("number",), root="projects", lookup=Lookup("project", "number", within="plan"))
class Project(PlanItem):
    """What an office does to carry out a task [세부사업]."""

    number: int = prop("Its number, counted through the whole plan.")
    future: bool = prop("Tagged as still to be developed, with its indicators [미래].")
    task: Task = one("<-HAS_PROJECT-", "The task that it carries out.")
    goal: Goal = one("<-HAS_PROJECT-()<-HAS_TASK-", "The goal of its task.")
    indicators: list[Indicator] = many("-HAS_INDICATOR->", "What its success is measured by.")
    quantities: list[Quantity] = many("-HAS_QUANTITY->", "Numbers that its text states in tables.")
    departments: list[Department] = many("-CARRIED_OUT_BY->", "In charge, the leader first.", order="position")
    responsibilities: list[Responsibility] = many("-HAS_RESPONSIBILITY->", "Who is responsible, in which role.")
    staff: list[Staff] = many("-HAS_RESPONSIBILITY->()-HELD_BY->", "The officials responsible.", order="rank")


@node(display="name", order=("position",), root="indicators")
class Indicator(Node, Cited):
    """What the success of a project is measured by [성과지표]."""

    name: str = prop("As printed.")
    unit: str | None = prop("The unit of its targets.")
    direction: Direction | None = prop("Whether more or less of it is better: judged by reading.")
    note: str | None = prop("The note printed under its table.")
    position: int = prop("Its place in the plan.", served=False)
    plan: Plan = one("-IN_PLAN->", "Its plan.")
    project: Project = one("<-HAS_INDICATOR-", "The project that it measures.")
    sdgs: list[SDG] = many(
        "<-HAS_INDICATOR-()<-HAS_PROJECT-()<-HAS_TASK-()-ALIGNED_WITH->", "The SDG of its project's goal."
    )
    yearly_targets: list[YearlyTarget] = many("-HAS_YEARLY_TARGET->", "Its targets, year by year.")


@record(order=("year",))
class YearlyTarget:
    """One year's target as printed, and what it means [연차별 목표]."""

    year: int = prop("The year; of a cell merged over several years, the first.")
    text: str = prop("The cell as printed.")
    value: float | None = prop("Its number in `unit`; null where the cell holds words or an arrow.")
    unit: str | None = prop("The unit of `value`.")
    trend: Direction | None = prop("What an arrow, or the word for keeping it up [유지], says.")
    covers_years: list[int] = prop("Every year that the cell covers, `year` included.")
    indicator: Indicator = one("<-HAS_YEARLY_TARGET-", "What is measured.", served=False)


@node(
    display="name",
    order=("name",),
    root="departments",
    lookup=Lookup("department", "name", within="city", also="aliases"),
)
class Department(Organization):
    """An office in charge of projects [부서, 과, 담당관]."""

    bureau: Bureau | None = one("-PART_OF->", "The bureau above it.", column=False)
    staff: list[Staff] = many("<-IN_DEPARTMENT-()-HELD_BY->", "Its officials, as far as plans name them.")
    projects: list[Project] = many("<-CARRIED_OUT_BY-", "The projects that it is in charge of.")
    commissions: list[Commission] = many("<-CARRIED_OUT_BY-", "The evaluated services that it commissions.")
    quota: int | None = prop("Its posts [정원].", table="staffing")
    headcount: int | None = prop("The people who hold them [현원].", table="staffing")
    women: int | None = prop("The women among them.", table="staffing")
    duties: list[str] = prop("What it does [담당 업무], as listed.", table="staffing")
    posts: list[PostCount] = many("-HAS_POSTS->", "Its posts and people by category.")
    budgets: list[Budget] = many("-HAS_BUDGET->", "Its budgets.")


@record(order=("position",), arguments=False)
class PostCount:
    """Posts and people of one category [일반직, 임기제, ...]."""

    category: str = prop("The category.")
    quota: int | None = prop("The posts [정원].")
    headcount: int | None = prop("The people who hold them [현원].")
    position: int = prop("Its place in the document.", served=False)
    department: Department = one("<-HAS_POSTS-", "The office.", served=False)


@record(order=("year", "position"))
class Budget:
    """The budget of an office or a fund for one year."""

    year: int = prop("The year.")
    amount_million_krw: float = prop("The amount, in millions of won [백만원].")
    project_count: int | None = prop("How many projects it pays for, as printed [사업수].")
    fund: str = prop("The account or the fund [일반회계, 특별회계, ...기금].")
    position: int = prop("Its place in the document.", served=False)
    organization: Organization = one("<-HAS_BUDGET-", "Whose budget it is.", served=False)


@node(display="name", order=("name",), root="bureaus", lookup=Lookup("bureau", "name", within="city", also="aliases"))
class Bureau(Organization):
    """A body above departments [실, 국, 본부]."""

    departments: list[Department] = many("<-PART_OF-", "Its departments.")
    pledges: list[Pledge] = many("<-CARRIED_OUT_BY-", "The pledges that it is in charge of.")
    key_projects: list[KeyProject] = many("<-CARRIED_OUT_BY-", "The key projects that it is in charge of.")
    scorecard_indicators: list[ScorecardIndicator] = many("<-MEASURES-", "The indicators of its scorecard.")
    funds: list[Budget] = many("-HAS_BUDGET->", "The funds that it manages [기금].")


@node(display="name", order=("name",), root="agencies")
class Agency(Organization):
    """A public body that is neither a bureau nor a department: a hospital, a museum, a corporation, a committee."""


@node(display="name", order=("name",), root="contractors", lookup=Lookup("contractor", "name", also="aliases"))
class Contractor(Organization):
    """A body to which a service is commissioned [수탁기관]."""

    commissions: list[Commission] = many("<-CARRIED_OUT_BY-", "The evaluated services that it carries out.")


@node(display="name", order=("name",), root="ministries")
class Ministry(Organization):
    """A ministry or an agency of the central government [부처]."""

    joint_indicators: list[JointIndicator] = many("<-EVALUATED_BY-", "The joint indicators that it evaluates.")


@node(display="name", order=("name",), root="staff")
class Staff(Node):
    """An official named in a public document; people are never merged by name alone."""

    name: str = prop("As printed.")
    phone: str | None = prop(
        "Null without the contacts right, and where no contacts were loaded.", right="contacts", table="contacts"
    )
    departments: list[Department] = many("<-HELD_BY-()-IN_DEPARTMENT->", "The offices for which the official answers.")
    responsibilities: list[Responsibility] = many("<-HELD_BY-", "What the official is responsible for.")
    projects: list[Project] = many("<-HELD_BY-()<-HAS_RESPONSIBILITY-", "The projects the official is responsible for.")


@record(order=("position",))
class Responsibility:
    """That an official is responsible for a project, in a role, in an office."""

    role: StaffRole = prop("The role.")
    printed_role: str | None = prop("The role as printed before the name [담당, 팀장, ...].")
    team: str | None = prop("The team, the last one printed before the name.")
    position: int = prop("Its place in the document.", served=False)
    project: Project = one("<-HAS_RESPONSIBILITY-", "The project.")
    department: Department = one("-IN_DEPARTMENT->", "The office.")
    staff: Staff = one("-HELD_BY->", "The official.")


@node(display="title", order=("number",), root="pledgeFields")
class PledgeField(Node):
    """A field of the mayor's pledges [정책목표]."""

    number: int = prop("Its number.")
    title: str = prop("Its title.")
    plan: Plan = one("-IN_PLAN->", "Its plan.", served=False)
    cores: list[PledgeCore] = many("-HAS_CORE->", "Its core pledges.")


@node(display="title", order=(parts("code"),), root="pledgeCores")
class PledgeCore(Node):
    """A core pledge [핵심공약]."""

    code: str = prop("The field's number and its own, such as 4-5.")
    title: str = prop("Its title.")
    policy: str = prop("The policy content [정책내용] under which it is printed.")
    plan: Plan = one("-IN_PLAN->", "Its plan.", served=False)
    field: PledgeField = one("<-HAS_CORE-", "Its field.")
    pledges: list[Pledge] = many("-HAS_PLEDGE->", "Its detail pledges.")


@node(display="title", order=(parts("code"),), root="pledges", lookup=Lookup("pledge", "code", within="plan"))
class Pledge(PlanItem):
    """A detail pledge of the mayor [세부사업]."""

    code: str = prop("The core pledge's code and its own number, such as 4-5-1.")
    subpoints: list[str] = prop("The points listed under it.")
    core: PledgeCore = one("<-HAS_PLEDGE-", "Its core pledge.")
    bureaus: list[Bureau] = many("-CARRIED_OUT_BY->", "In charge, the leader first.", order="position")


@node(display="title", order=("number",), root="keyProjects")
class KeyProject(PlanItem):
    """A key project of the city, with cost, budget and state [주요사업]."""

    number: int = prop("Its number in the list.")
    bureau: Bureau | None = one("-CARRIED_OUT_BY->", "The bureau in charge.", column=False)
    start_year: int | None = prop("The first year of its period.")
    end_year: int | None = prop("The last year of its period; null where it is open.")
    period_text: str | None = prop("Its period as printed.")
    total_cost_million_krw: float | None = prop(
        "Its total cost, in millions of won; null in a row that repeats the merged cell of another."
    )
    total_cost_text: str | None = prop("Its total cost as printed.")
    budget2020_million_krw: float | None = prop(
        "Its budget of 2020, in millions of won; null in a row that repeats the merged cell of another."
    )
    cost_repeats: KeyProject | None = one(
        "-REPEATS_COST_OF->", "The row whose merged cell of the cost this one repeats."
    )
    budget_repeats: KeyProject | None = one(
        "-REPEATS_BUDGET_OF->", "The row whose merged cell of the budget this one repeats."
    )
    programme: str | None = prop("The programme of which it is a part.")
    status_text: str | None = prop("Its state as printed.")


@node(display="title", order=("year", "number"), root="commissions")
class Commission(PlanItem):
    """A commissioned service, as evaluated in one year [민간위탁]."""

    year: int = prop("The year of the evaluation.")
    number: int = prop("Its number in the list of the year.")
    score: float = prop("Its score, of 100.")
    renewal_excluded: bool = prop("Whether it is excluded from renewal of the contract [재계약 배제].")
    round: int | None = prop("Which round of the evaluation it was, where the year has several.")
    department: Department = one("-CARRIED_OUT_BY->", "The office that commissions it.", column=False)
    contractors: list[Contractor] = many("-CARRIED_OUT_BY->", "Who carries it out.", order="position")
    contractors_text: str = prop("The same as printed.")


@node(display="name", order=("position",), root="scorecardIndicators")
class ScorecardIndicator(Node, Cited):
    """An indicator of a body's scorecard [성과관리, BSC]."""

    name: str = prop("As printed.")
    perspective: str = prop("The perspective under which it is printed [관점].")
    objective: str = prop("The strategic objective that it measures [전략목표].")
    weight: float = prop("Its weight; a scorecard's weights add up to the printed sum.")
    unit: str | None = prop("The unit of its target.")
    target: float | None = prop("Its target, in `unit`; null where the cell holds words or two targets.")
    target_text: str | None = prop("Its target as printed.")
    position: int = prop("Its place in the document.", served=False)
    body: Organization = one("-MEASURES->", "The body whose scorecard it is.")
    plan: Plan = one("-IN_PLAN->", "The plan of which it is an entry.")


@node(display="name", order=("number",), root="jointIndicators")
class JointIndicator(Node, Cited):
    """An indicator of the central government's joint evaluation of cities and provinces [정부합동평가]."""

    number: int = prop("Its number in the list.")
    name: str = prop("As printed.")
    national_goal: str = prop("The national goal under which it is printed [국정목표].")
    qualitative: bool = prop("Whether it is judged rather than counted [정성지표].")
    ministry: Ministry = one("-EVALUATED_BY->", "The ministry that evaluates it.")
    plan: Plan = one("-IN_PLAN->", "The plan of which it is an entry.")


@node(display="name", order=("position",), root="headlineIndicators")
class HeadlineIndicator(Node, Cited):
    """One of the first plan's headline indicators [대표지표]."""

    name: str = prop("As printed.")
    area: str = prop("The area under which it is printed [분야].")
    keyword: str | None = prop("The keyword beside it.")
    achievement_percent: float | None = prop("How far its target was reached, in percent; null where none is printed.")
    position: int = prop("Its place in the document.", served=False)
    plan: Plan = one("-IN_PLAN->", "The plan of which it is an entry.")


@node(display="title", order=("position",), root="firstPlanTasks")
class FirstPlanTask(PlanItem):
    """A task of the first implementation plan, with how many of its performance indicators were met [이행과제]."""

    number: int | None = prop("Its number, where one is printed.")
    area: str = prop("The area under which it stands [분야].")
    strategy: str = prop("The strategy under which it stands [전략].")
    indicator_count: int | None = prop("How many performance indicators it has.")
    achieved: int | None = prop("How many of these were met.")
    partly: int | None = prop("How many were partly met.")
    missed: int | None = prop("How many were missed.")
    position: int = prop("Its place in the document.", served=False)


@node(display="title", order=("position",), root="workItems")
class WorkItem(PlanItem):
    """An initiative of a yearly work plan [주요업무]."""

    area: str = prop("The area under which it stands [분야].")
    field: str = prop("The field under which it stands [과제].")
    quantities: list[Quantity] = many("-HAS_QUANTITY->", "Numbers that its text states.")
    position: int = prop("Its place in the document.", served=False)


@node(display="title", order=("number",), root="spotChecks")
class SpotCheck(Node, Cited):
    """A check of one project on site [현장점검]."""

    number: int = prop("Its number in the list.")
    title: str = prop("What was checked.")
    finding: str = prop("What was found, in one sentence.")
    opinion: str | None = prop("What was recommended, in one sentence.")
    body: Organization | None = one("-CHECKED_AT->", "The body in charge of it.")


@node(display="title", order=("position",), root="agendaItems")
class AgendaItem(Node, Cited):
    """An item of an office's agenda [주요업무 보고]."""

    title: str = prop("Its title.")
    section: str = prop("The section under which it stands.")
    position: int = prop("Its place in the document.", served=False)
    department: Department | None = one("-REPORTED_BY->", "The office in charge of it, where one is printed.")


@node(display="what", order=("position",), root="quantities")
class Quantity(Node, Cited):
    """A number that a document states outside its tables of indicators."""

    kind: QuantityKind = prop("What sort of number it is.")
    what: str = prop("What it measures: heading, row and column.")
    text: str = prop("As printed.")
    value: float | None = prop("Its number in `unit`.")
    unit: str | None = prop("The unit of `value`.")
    year: int | None = prop("The year for which it is stated.")
    period_text: str | None = prop("The period as printed, where it is not one year.")
    from_value: float | None = prop("The value before an arrow, in `unit`.")
    position: int = prop("Its place in the document.", served=False)
    item: PlanItem | None = one("<-HAS_QUANTITY-", "The entry that it concerns.")


@node(display="title", order=("produced_on", "title"), root="documents")
class Document(Node):
    """A document from which facts were read."""

    title: str = prop("Its title.")
    number: str | None = prop("Its number in the office's register [문서번호].")
    produced_on: datetime.date | None = prop("The day it was produced [생산일자].")
    publisher: str | None = prop("The office that published it [기관명, 부서명].")
    license: str | None = prop("The terms of use that it prints [이용조건]; null where it prints none.")
    part_of: Document | None = one("-BOUND_INTO->", "The document into which it is bound.")


@record(order=("offset",), arguments=False)
class Citation:
    """A passage that states something."""

    locator: str = prop("The place in words: the heading and the characters counted from the start.")
    quote: str = prop("At most 60 characters of the document, as printed.")
    offset: int = prop("Characters before the passage.", served=False)
    entry: Cited = one("<-HAS_CITATION-", "What it states.", served=False)
    document: Document = one("-IN_DOCUMENT->", "The document.")


@node(
    display="message",
    order=(largest_first("severity"), "code"),
    root="findings",
    filters=("source", "severity", "code"),
)
class Finding(Node, Cited):
    """What a loader found wrong or contradictory in a document."""

    code: str = prop("The sort of finding, such as TEXT_DIFFERS.")
    severity: Severity = prop("How much it matters.")
    message: str = prop("What is wrong, in words a planner understands.")
    source: Document | None = one("-FOUND_IN->", "The document in which it was found.")
    node: Node | None = one("-ABOUT->", "The entry that it concerns.")
    plan: Plan | None = one("-IN_PLAN->", "The plan of that entry, or that plan.", served=False, column=False)


RELATIONSHIPS = (
    RelationshipType("HAS_TARGET", "SDG", "SDGTarget", "An SDG has a target.", one_start=True),
    RelationshipType("IN_CITY", "Node", "City", "A plan or a body belongs to a city.", structural=False),
    RelationshipType("IN_PLAN", "Node", "Plan", "An entry stands in a plan.", structural=False),
    RelationshipType("DESCRIBED_IN", "Plan", "Document", "A plan is held by a document.", structural=False),
    RelationshipType("BOUND_INTO", "Document", "Document", "A report is bound into another.", structural=False),
    RelationshipType("HAS_GOAL", "Strategy", "Goal", "A strategy has a goal.", one_start=True),
    RelationshipType("HAS_TASK", "Goal", "Task", "A goal has a task.", one_start=True),
    RelationshipType("HAS_PROJECT", "Task", "Project", "A task is carried out by a project.", one_start=True),
    RelationshipType("HAS_INDICATOR", "Project", "Indicator", "A project is measured by.", one_start=True),
    RelationshipType("HAS_YEARLY_TARGET", "Indicator", "YearlyTarget", "A target for a year.", one_start=True),
    RelationshipType("HAS_QUANTITY", "PlanItem", "Quantity", "A number stated of an entry.", one_start=True),
    RelationshipType("ALIGNED_WITH", "Goal", "SDG", "A city's goal answers to an SDG."),
    RelationshipType("CONTRIBUTES_TO", "Task", "SDGTarget", "A task serves a UN target; role, reason."),
    RelationshipType("CARRIED_OUT_BY", "PlanItem", "Organization", "In charge; position as printed."),
    RelationshipType("HAS_SDG_LINK", "PlanItem", "SDGLink", "Serves an SDG.", one_start=True, structural=False),
    RelationshipType("TO_SDG", "SDGLink", "SDG", "The SDG that is served.", structural=False),
    RelationshipType("VIA", "SDGLink", "PlanItem", "The entry through which it is served.", structural=False),
    RelationshipType("PART_OF", "Organization", "Organization", "An office belongs to a body."),
    RelationshipType("HAS_RESPONSIBILITY", "Project", "Responsibility", "Someone answers for it.", one_start=True),
    RelationshipType("IN_DEPARTMENT", "Responsibility", "Department", "For this office."),
    RelationshipType("HELD_BY", "Responsibility", "Staff", "The official who answers."),
    RelationshipType("SUCCEEDED_BY", "Organization", "Organization", "Another body took its place; when, why."),
    RelationshipType("HAS_RULE", "Plan", "Rule", "A plan states a rule.", one_start=True, structural=False),
    RelationshipType("HAS_POSTS", "Department", "PostCount", "Its posts of a category.", one_start=True),
    RelationshipType("HAS_BUDGET", "Organization", "Budget", "Its budget of a year.", one_start=True),
    RelationshipType("HAS_CORE", "PledgeField", "PledgeCore", "A field has a core pledge.", one_start=True),
    RelationshipType("HAS_PLEDGE", "PledgeCore", "Pledge", "A core pledge has a detail pledge.", one_start=True),
    RelationshipType("REPEATS_COST_OF", "KeyProject", "KeyProject", "Its cost is another's merged cell."),
    RelationshipType("REPEATS_BUDGET_OF", "KeyProject", "KeyProject", "Its budget is another's merged cell."),
    RelationshipType("MEASURES", "ScorecardIndicator", "Organization", "A scorecard's indicator measures a body."),
    RelationshipType("EVALUATED_BY", "JointIndicator", "Ministry", "A ministry evaluates the indicator."),
    RelationshipType("CHECKED_AT", "SpotCheck", "Organization", "The body whose project was checked."),
    RelationshipType("REPORTED_BY", "AgendaItem", "Department", "The office in charge of the item."),
    RelationshipType("HAS_CITATION", "Cited", "Citation", "Where it is stated.", one_start=True, structural=False),
    RelationshipType("IN_DOCUMENT", "Citation", "Document", "The document quoted.", structural=False),
    RelationshipType("SIMILAR_TO", "Node", "Node", "Scored or judged to be alike; stored once, the lower id first."),
    RelationshipType("FOUND_IN", "Finding", "Document", "Where something was found.", structural=False),
    RelationshipType("ABOUT", "Finding", "Node", "What a finding concerns.", structural=False),
)

MODEL = declare(globals(), RELATIONSHIPS)
