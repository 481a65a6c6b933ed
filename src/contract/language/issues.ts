/** Schema errors in words: narrowed to the branch that the value resembles, with the remedy. */
import type { z } from 'zod';
import { ruleKinds } from './rule.ts';

export type Issue = z.core.$ZodIssue;
type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;

/** The issues of a value, each with its path from the root; unions are followed into the branch the value resembles. */
export function narrowed(root: unknown, issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const branches = isRule(issue.path) ? ruleBranch(root, issue) : likelyBranches(issue);
  if (branches === null) return [issue];
  return branches.flatMap((inner) => narrowed(root, { ...inner, path: [...issue.path, ...inner.path] }));
}

/** One issue in words: the bad value, then what is allowed. */
export function inWords(issue: Issue, bad: unknown): string {
  const shown = bad === undefined ? 'nothing' : JSON.stringify(bad)?.slice(0, 80);
  switch (issue.code) {
    case 'invalid_type':
      return bad === undefined
        ? `missing; expected ${issue.expected}`
        : `${shown} is not allowed; expected ${issue.expected}`;
    case 'invalid_value':
      return `${shown} is not allowed; expected ${listed(issue.values)}`;
    case 'unrecognized_keys':
      return `unknown word ${listed(issue.keys)}; remove it or check its spelling`;
    case 'too_small':
      return `${shown} is too small; expected at least ${issue.minimum}`;
    case 'too_big':
      return `${shown} is too large; expected at most ${issue.maximum}`;
    case 'invalid_union':
      return `${shown} is not allowed here; ${unionInWords(issue)}`;
    default:
      return `${shown} is not allowed; ${issue.message}`;
  }
}

export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

function isRule(path: readonly PropertyKey[]): boolean {
  return path.length === 2 && path[0] === 'rules' && typeof path[1] === 'number';
}

/** Returns the errors of the one kind that a rule's words resemble, not of every kind. */
function ruleBranch(root: unknown, issue: UnionIssue): Issue[] | null {
  const rule = valueAt(root, issue.path);
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return null;
  const kind = ruleKinds.find(({ word }) => Object.hasOwn(rule, word));
  if (kind !== undefined) return kind.schema.safeParse(rule).error?.issues ?? null;
  const message =
    'the rule does not say how it pays: give it "pays", or "count" and "rungs", or "then" and "within", or "within" (and "unless")';
  return [{ code: 'custom', path: [], message, input: rule }];
}

/** The branch whose type and words the value has; null when it has none's, or more than one's. */
function likelyBranches(issue: UnionIssue): Issue[] | null {
  const likely = issue.errors.filter(
    (branch) =>
      !branch.some(
        ({ code, path }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value'),
      ),
  );
  return likely.length === 1 ? (likely[0] ?? null) : null;
}

function unionInWords(issue: UnionIssue): string {
  // A discriminated union names the word that separates its kinds.
  if (issue.errors.length === 0) return issue.message;
  const wanted = issue.errors.flatMap((branch) => {
    const first = branch[0];
    if (first === undefined) return [];
    if (first.code === 'invalid_value') return [listed(first.values)];
    if (first.code === 'invalid_type') return [first.expected];
    return [first.code === 'invalid_union' ? unionInWords(first) : first.message.replace(/^expected /, '')];
  });
  return `expected ${[...new Set(wanted)].join(' or ').replaceAll('expected ', '')}`;
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
