MATCH (plan:Plan {generation: $generation, id: $plan})
RETURN plan {
  .id, .title, .startYear, .endYear,
  strategies: [(plan)<-[:IN_PLAN]-(strategy:Strategy) | strategy {
    .number, .title,
    goals: [(strategy)-[:HAS_GOAL]->(goal) | goal {
      .rank, .code, .title, .priority,
      sdg: head([(goal)-[:ALIGNED_WITH]->(sdg) | sdg {.number, .titleKo, .color}]),
      tasks: [(goal)-[:HAS_TASK]->(task) | task {
        .number, .title,
        projects: [(task)-[:HAS_PROJECT]->(project) | project {
          .id, .number, .title, .future,
          departments: [(project)-[charge:CARRIED_OUT_BY]->(department) |
            department {.id, .name, position: charge.position}],
          indicators: [(project)-[:HAS_INDICATOR]->(indicator) | indicator {
            .position, .name, .unit, .direction, .note,
            yearlyTargets: [(indicator)-[:HAS_YEARLY_TARGET]->(target) |
              target {.year, .text, .value, .unit, .trend, .coversYears}]
          }],
          responsibilities: [(project)-[:HAS_RESPONSIBILITY]->(responsibility) | responsibility {
            .position, .role, .printedRole, .team,
            staff: head([(responsibility)-[:HELD_BY]->(staff) | staff {.id, .name}]),
            department: head([(responsibility)-[:IN_DEPARTMENT]->(department) | department {.name}])
          }]
        }]
      }]
    }]
  }]
}
