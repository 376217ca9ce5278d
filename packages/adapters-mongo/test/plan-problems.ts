import type { Document } from 'mongodb';

const byIndex = /^(IXSCAN|COUNT_SCAN|DISTINCT_SCAN|IDHACK|EXPRESS_IXSCAN|EXPRESS_CLUSTERED_IXSCAN)$/;

const stagesIn = (plan: unknown): readonly string[] => {
  if (Array.isArray(plan)) return plan.flatMap(stagesIn);
  if (typeof plan !== 'object' || plan === null) return [];
  const { stage } = plan as Document;
  return [...(typeof stage === 'string' ? [stage] : []), ...Object.values(plan).flatMap(stagesIn)];
};

/** What is wrong with a plan that `explain` tells: it reads a whole collection, sorts by itself, or goes by no index. */
export const planProblems = ({ queryPlanner }: Document): readonly string[] => {
  const stages = stagesIn(queryPlanner.winningPlan);
  const wrong = stages.filter((stage) => stage === 'COLLSCAN' || stage === 'SORT');
  // A collection that is not there.
  const isNothing = stages.includes('EOF');
  return isNothing || stages.some((stage) => byIndex.test(stage))
    ? wrong
    : [...wrong, `no index: ${stages.join(', ')}`];
};
