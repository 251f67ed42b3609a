MATCH (plan:Plan {generation: $generation, id: $plan})
RETURN plan.id, plan.title, plan.startYear, plan.endYear,
  [(plan)<-[:IN_PLAN]-(strategy:Strategy) | [strategy.number, strategy.title,
    [(strategy)-[:HAS_GOAL]->(goal) | [goal.rank, goal.code, goal.title, goal.priority,
      [(goal)-[:ALIGNED_WITH]->(sdg) | [sdg.number, sdg.titleKo, sdg.color]],
      [(goal)-[:HAS_TASK]->(task) | [task.number, task.title,
        [(task)-[:HAS_PROJECT]->(project) | [project.number, project.id, project.title, project.future,
          [(project)-[charge:CARRIED_OUT_BY]->(department) | [charge.position, department.id, department.name]],
          [(project)-[:HAS_INDICATOR]->(indicator) | [
            indicator.position, indicator.name, indicator.unit, indicator.direction, indicator.note,
            [(indicator)-[:HAS_YEARLY_TARGET]->(target) |
              [target.year, target.text, target.value, target.unit, target.trend, target.coversYears]]]],
          [(project)-[:HAS_RESPONSIBILITY]->(responsibility) | [
            responsibility.position, responsibility.role, responsibility.printedRole, responsibility.team,
            [(responsibility)-[:HELD_BY]->(staff) | [staff.id, staff.name]],
            [(responsibility)-[:IN_DEPARTMENT]->(department) | department.name]]]
        ]]
      ]]
    ]]
  ]]
