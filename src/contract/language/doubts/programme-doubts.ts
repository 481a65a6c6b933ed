/** Warnings of a programme: never-matching and contradicting rules, and names that only other files have. */

import { noSuchName } from '../faults/no-such-name.ts';
import { freezingPhases, type Programme } from '../programme.ts';
import type { SalesNames } from '../sales-names.ts';
import { type Doubt, sameAs } from './doubt.ts';
import { ladderDoubts } from './ladder-doubts.ts';
import { matchDoubts } from './match-doubts.ts';
import { ruleDoubts } from './rule-doubts.ts';
import { statusDoubts } from './status-doubts.ts';

/** Returns what is legal in a programme and hardly meant. Unless the names of sales are known, none of them is doubted. */
export function programmeDoubts(programme: Programme, names?: SalesNames): Doubt[] {
  const clicks = programme.suspiciousClicks;
  return [
    ...ruleDoubts(programme),
    ...ladderDoubts(programme),
    ...phaseDoubts(programme),
    ...(clicks?.delivered === undefined
      ? []
      : matchDoubts(clicks.delivered, ['suspiciousClicks', 'delivered'])),
    ...(clicks?.confirmedBy ?? []).flatMap(({ when }, index) =>
      matchDoubts(when, ['suspiciousClicks', 'confirmedBy', index, 'when']),
    ),
    ...(names === undefined
      ? []
      : [...pipelineDoubts(programme, names.pipelines), ...statusDoubts(programme, names.leadStatuses)]),
  ];
}

function phaseDoubts({ phases, rules, freeze }: Programme): Doubt[] {
  const used = new Set([...rules.flatMap(({ during }) => during ?? []), ...freezingPhases(freeze)].flat());
  return phases.flatMap(({ id, begins, until }, index): Doubt[] => {
    const path = ['phases', index];
    return [
      ...matchDoubts(begins, [...path, 'begins']),
      ...(until === undefined ? [] : matchDoubts(until, [...path, 'until'])),
      ...(used.has(id)
        ? []
        : [
            {
              path: [...path, 'id'],
              message: `nothing depends on the phase "${id}"; add during: ${id} to rules, or freeze: ${id}, or remove it`,
            },
          ]),
      ...(until !== undefined && sameAs(until) === sameAs(begins)
        ? [
            {
              path: [...path, 'until'],
              message: 'the phase is never open: each event that begins it ends it too; name another end',
            },
          ]
        : []),
    ];
  });
}

function pipelineDoubts({ ladder }: Programme, pipelines: ReadonlySet<string>): Doubt[] {
  return ladder.tiers.flatMap((tier, index) =>
    (['up', 'down'] as const).flatMap((way) =>
      (tier[way] ?? []).flatMap((action, position): Doubt[] => {
        const named = 'in' in action ? action.in : undefined;
        if (named === undefined || pipelines.has(named)) return [];
        return [
          {
            path: ['ladder', 'tiers', index, way, position, 'in'],
            ...noSuchName(named, 'pipeline', pipelines),
          },
        ];
      }),
    ),
  );
}
