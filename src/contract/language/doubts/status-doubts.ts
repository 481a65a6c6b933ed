/** Statuses of leads that no pipeline has: a condition that asks for one holds for nobody. */
import type { Who } from '../condition.ts';
import { noSuchName } from '../faults/no-such-name.ts';
import type { Programme } from '../programme.ts';
import type { Doubt, Path } from './doubt.ts';

/** Returns the doubts of conditions on people, by the stages of all pipelines of leads. */
export function statusDoubts(programme: Programme, statuses: ReadonlySet<string>): Doubt[] {
  const known = new Set([...statuses].map(plain));
  return conditionsOf(programme).flatMap(({ who, path }) =>
    statusesIn(who, path)
      .filter(({ status }) => !known.has(plain(status)))
      .map(({ status, path: at }) => ({ path: at, ...noSuchName(status, 'status of a lead', statuses) })),
  );
}

/** As conditions compare texts. */
const plain = (status: string) => status.trim().toLowerCase();

function conditionsOf({ rules, fit, exclude, freeze }: Programme): { who: Who; path: Path }[] {
  const ofFreeze = typeof freeze === 'object' && !Array.isArray(freeze) ? freeze.who : undefined;
  return [
    ...rules.map(({ who = {} }, index) => ({ who, path: ['rules', index, 'who'] })),
    ...(fit?.rules ?? []).map(({ who }, index) => ({ who, path: ['fit', 'rules', index, 'who'] })),
    ...exclude.map(({ who }, index) => ({ who, path: ['exclude', index, 'who'] })),
    { who: ofFreeze ?? {}, path: ['freeze', 'who'] },
  ];
}

function statusesIn({ leadStatus, all, any, not }: Who, path: Path): { status: string; path: Path }[] {
  const isText = typeof leadStatus === 'string' || Array.isArray(leadStatus);
  const named = isText ? leadStatus : leadStatus?.not;
  const at = [...path, 'leadStatus', ...(isText ? [] : ['not'])];
  return [
    ...[named ?? []].flat().map((status, index) => ({
      status,
      path: Array.isArray(named) ? [...at, index] : at,
    })),
    ...(all ?? []).flatMap((one, index) => statusesIn(one, [...path, 'all', index])),
    ...(any ?? []).flatMap((one, index) => statusesIn(one, [...path, 'any', index])),
    ...(not === undefined ? [] : statusesIn(not, [...path, 'not'])),
  ];
}
