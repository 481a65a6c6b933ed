/**
 * A programme's text with other points: the numbers are exchanged where they stand, and everything else stays as it was written. Pure.
 *
 * Where points stand elsewhere than in their rule, behind an alias, the whole text is written again, without its comments.
 */
import { isScalar, stringify } from 'yaml';
import {
  type Programme,
  type Rule,
  readProgramme,
  yamlDocument,
} from '../../../contract/language/language.ts';
import { pointsOf } from './readings.core.ts';

/** Where a number stands in the text, and what it becomes. */
interface Change {
  path: readonly (string | number)[];
  to: number;
}

/** The suggested points of a rule or of a fit rule. */
export interface Wanted {
  rule: string;
  suggested: number;
}

/** Returns the text with the points. Rungs and points from a number keep their proportions. Throws where the text is no programme. */
export function withPoints(text: string, programme: Programme, wanted: readonly Wanted[]): string {
  const points = new Map(wanted.map(({ rule, suggested }) => [rule, suggested]));
  const changes = [
    ...programme.rules.flatMap((rule, index) => {
      const to = points.get(rule.id);
      return to === undefined || to === pointsOf(rule) ? [] : changesOf(rule, ['rules', index], to);
    }),
    ...(programme.fit?.rules ?? []).flatMap((rule, index) => {
      const to = points.get(rule.id);
      return to === undefined || to === rule.points ? [] : [{ path: ['fit', 'rules', index, 'points'], to }];
    }),
  ];
  const edited = exchanged(text, changes);
  return edited !== null && isAsWanted(edited, programme, points) ? edited : rewritten(text, changes);
}

function changesOf(rule: Rule, path: Change['path'], to: number): Change[] {
  const times = (points: number) => toThousandth((points * to) / (pointsOf(rule) || 1));
  if ('rungs' in rule)
    return rule.rungs.map(({ points }, index) => ({
      path: [...path, 'rungs', index, 'points'],
      to: pointsOf(rule) === 0 ? to : Math.round(times(points)),
    }));
  const { points } = rule;
  if (typeof points === 'number' || pointsOf(rule) === 0) return [{ path: [...path, 'points'], to }];
  const [atLeast, atMost] = [times(points.atLeast), times(points.atMost)].sort((a, b) => a - b);
  const worths = { times: times(points.times), atLeast, atMost, otherwise: times(points.otherwise) };
  return Object.entries(worths).flatMap(([word, worth]) =>
    worth === points[word as keyof typeof worths]
      ? []
      : [{ path: [...path, 'points', word], to: worth as number }],
  );
}

const toThousandth = (points: number) => Math.round(points * 1_000) / 1_000 + 0;

/** Null where a number does not stand in its place. */
function exchanged(text: string, changes: readonly Change[]): string | null {
  const document = yamlDocument(text);
  const edits: { from: number; to: number; points: number }[] = [];
  for (const { path, to } of changes) {
    const node: unknown = document.getIn(path, true);
    if (!isScalar(node) || typeof node.value !== 'number' || !node.range) return null;
    edits.push({ from: node.range[0], to: node.range[1], points: to });
  }
  return edits
    .sort((a, b) => b.from - a.from)
    .reduce((result, { from, to, points }) => result.slice(0, from) + points + result.slice(to), text);
}

/** Each rule gets numbers of its own, so no alias is left. */
function rewritten(text: string, changes: readonly Change[]): string {
  const plain: unknown = yamlDocument(text, { merge: true }).toJS();
  const document = yamlDocument(stringify(plain, { aliasDuplicateObjects: false }));
  for (const { path, to } of changes) document.setIn(path, to);
  return document.toString({ lineWidth: 0 });
}

/** An anchor shares its number with other rules: then more than what was wanted has changed. */
function isAsWanted(text: string, before: Programme, points: ReadonlyMap<string, number>): boolean {
  const read = readProgramme('draft.yaml', text);
  if (!read.ok) return false;
  const after = new Map(rulesOf(read.programme).map((rule) => [rule.id, pointsOf(rule)]));
  return rulesOf(before).every((rule) => after.get(rule.id) === (points.get(rule.id) ?? pointsOf(rule)));
}

const rulesOf = ({ rules, fit }: Programme) => [...rules, ...(fit?.rules ?? [])];
