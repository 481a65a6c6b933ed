/** Reading a programme file: YAML to a checked programme, or every fault with file, line, column and remedy. */
import { type Document, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Programme, programmeSchema, ruleKinds } from './programme.ts';

/** One fault in a file. Lines and columns count from 1. */
export interface FileFault {
  file: string;
  line: number;
  column: number;
  message: string;
}

export type ProgrammeReading = { ok: true; programme: Programme } | { ok: false; faults: FileFault[] };

/** Reads one programme file. Never throws: whatever is wrong with the text comes back as faults, in the order of the text. */
export function readProgramme(file: string, text: string): ProgrammeReading {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    uniqueKeys: true,
  });
  const at = (offset: number) => {
    const position = lines.linePos(offset);
    return { file, line: Math.max(1, position.line), column: Math.max(1, position.col) };
  };
  if (document.errors.length > 0) {
    return {
      ok: false,
      faults: document.errors.map((error) => ({
        ...at(error.pos[0]),
        message: `not valid YAML: ${error.message}`,
      })),
    };
  }

  let value: unknown;
  try {
    // Aliases are bounded so that a few lines cannot unfold to gigabytes.
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return { ok: false, faults: [{ ...at(0), message: `not valid YAML: ${String(error)}` }] };
  }
  const faults: FileFault[] = [];
  const report = (path: readonly PropertyKey[], message: string) => {
    faults.push({ ...at(offsetOf(document, path)), message: `${pathInWords(path)}: ${message}` });
  };

  const parsed = programmeSchema.safeParse(value);
  if (parsed.success) {
    for (const fault of coherenceFaults(parsed.data)) report(fault.path, fault.message);
    if (faults.length === 0) return { ok: true, programme: parsed.data };
  } else {
    for (const issue of parsed.error.issues) {
      const narrowed = issue.code === 'invalid_union' ? narrowedIssues(value, issue) : [issue];
      for (const one of narrowed) report(one.path, inWords(one, valueAt(value, one.path)));
    }
  }
  return { ok: false, faults: faults.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** `file:line:column: message`, the form editors can jump to. */
export function faultInWords(fault: FileFault): string {
  return `${fault.file}:${fault.line}:${fault.column}: ${fault.message}`;
}

type Issue = z.core.$ZodIssue;

/** A rule that fits no kind: say what is wrong with the kind its words point at, not with all of them. */
function narrowedIssues(root: unknown, issue: Extract<Issue, { code: 'invalid_union' }>): Issue[] {
  const [room, index] = issue.path;
  const isRule = issue.path.length === 2 && room === 'rules' && typeof index === 'number';
  if (!isRule) return [issue];
  const rule = valueAt(root, issue.path);
  if (typeof rule !== 'object' || rule === null) return [issue];
  const kind = ruleKinds.find(({ word }) => word in rule);
  if (!kind) {
    return [
      {
        ...issue,
        code: 'custom',
        message:
          'the rule does not say how it pays: give it "pays", or "count" and "rungs", or "unless" and "within"',
      } as Issue,
    ];
  }
  const result = kind.schema.safeParse(rule);
  if (result.success) return [issue];
  return result.error.issues.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue);
}

function inWords(issue: Issue, bad: unknown): string {
  const shown = bad === undefined ? 'nothing' : JSON.stringify(bad)?.slice(0, 80);
  switch (issue.code) {
    case 'invalid_type':
      return bad === undefined
        ? `missing; expected ${issue.expected}`
        : `${shown} is not allowed; expected ${issue.expected}`;
    case 'invalid_value':
      return `${shown} is not allowed; expected ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'unrecognized_keys':
      return `unknown word ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}; remove it or check its spelling`;
    case 'too_small':
      return `${shown} is too small; expected at least ${issue.minimum}`;
    case 'too_big':
      return `${shown} is too large; expected at most ${issue.maximum}`;
    case 'invalid_union':
      return `${shown} is not allowed here; ${unionInWords(issue)}`;
    case 'invalid_format':
      return `${shown} is not allowed; ${issue.message}`;
    default:
      return `${shown} is not allowed; ${issue.message}`;
  }
}

function unionInWords(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const wanted = issue.errors.flatMap((branch) => {
    const first = branch[0];
    if (first?.code === 'invalid_value')
      return [first.values.map((value) => JSON.stringify(value)).join(', ')];
    if (first?.code === 'invalid_type') return [first.expected];
    return first ? [first.message] : [];
  });
  return `expected ${[...new Set(wanted)].join(' or ')}`;
}

/** What no single value shows: ids used twice, a ladder that does not rise, a match that sees everything. */
function coherenceFaults(programme: Programme): { path: PropertyKey[]; message: string }[] {
  const faults: { path: PropertyKey[]; message: string }[] = [];
  const seen = new Set<string>();
  programme.rules.forEach((rule, index) => {
    if (seen.has(rule.id))
      faults.push({
        path: ['rules', index, 'id'],
        message: `"${rule.id}" is used twice; every rule needs an id of its own`,
      });
    seen.add(rule.id);
    if (Object.keys(rule.when).length === 0) {
      faults.push({
        path: ['rules', index, 'when'],
        message: 'matches every event; give it "type", "event", "path" or "properties"',
      });
    }
  });
  programme.ladder.tiers.forEach((tier, index) => {
    const below = programme.ladder.tiers[index - 1];
    if (below && tier.from <= below.from) {
      faults.push({
        path: ['ladder', 'tiers', index, 'from'],
        message: `${tier.from} is not above the tier before (${below.from}); tiers must rise`,
      });
    }
  });
  return faults;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

/** Where in the text a path lies; a missing value is placed at what should hold it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const range = (node as Node | null | undefined)?.range;
    if (range) return range[0];
  }
  return 0;
}

function pathInWords(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the programme';
  return path
    .map((step) => (typeof step === 'number' ? `[${step + 1}]` : String(step)))
    .join('.')
    .replaceAll('.[', '[');
}
