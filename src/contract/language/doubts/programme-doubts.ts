/** Warnings of a programme: never-matching and contradicting rules, and names that only other files have. */

import { noSuchName } from '../faults/no-such-name.ts';
import type { Programme } from '../programme.ts';
import type { Doubt } from './doubt.ts';
import { ladderDoubts } from './ladder-doubts.ts';
import { matchDoubts } from './match-doubts.ts';
import { ruleDoubts } from './rule-doubts.ts';

/** Returns what is legal in a programme and hardly meant. Unless its pipelines are known, none of them is doubted. */
export function programmeDoubts(programme: Programme, pipelines?: ReadonlySet<string>): Doubt[] {
  const clicks = programme.suspiciousClicks;
  return [
    ...ruleDoubts(programme),
    ...ladderDoubts(programme),
    ...(clicks?.delivered === undefined
      ? []
      : matchDoubts(clicks.delivered, ['suspiciousClicks', 'delivered'])),
    ...(clicks?.confirmedBy ?? []).flatMap(({ when }, index) =>
      matchDoubts(when, ['suspiciousClicks', 'confirmedBy', index, 'when']),
    ),
    ...(pipelines === undefined ? [] : pipelineDoubts(programme, pipelines)),
  ];
}

function pipelineDoubts({ ladder }: Programme, pipelines: ReadonlySet<string>): Doubt[] {
  return ladder.tiers.flatMap((tier, index) =>
    (['up', 'down'] as const).flatMap((way) =>
      (tier[way] ?? []).flatMap((action, place): Doubt[] => {
        const named = 'in' in action ? action.in : undefined;
        if (named === undefined || pipelines.has(named)) return [];
        return [
          { path: ['ladder', 'tiers', index, way, place, 'in'], ...noSuchName(named, 'pipeline', pipelines) },
        ];
      }),
    ),
  );
}
