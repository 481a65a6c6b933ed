/** From a programme as written to a programme that runs: matchers indexed by event, rules addressed by slot. */
import type { Match, Programme, Rule, ScovilleEvent } from '../contract/contract.ts';
import { dayNumbers } from './calendar.ts';
import { plainName } from './event-name.ts';
import { keyOf, matcherOf } from './match.ts';

/** The stable small number of a facet (`programme/rule`, `programme/rule#end`) or of a programme, within an installation. */
export type SlotOf = (facet: string) => number;

/** How a rule pays; `end` is the facet that calls an abandoned basket off. */
export type RuleKind = 'every time' | 'once' | 'once a visit' | 'once a day' | 'rungs' | 'abandoned' | 'end';

export interface CompiledRule {
  slot: number;
  kind: RuleKind;
  rule: Rule;
  /** For `end`: the slot of the facet it ends; else its own. */
  ofSlot: number;
  recognises: (event: ScovilleEvent) => boolean;
  keyOf: (event: ScovilleEvent) => number;
}

export interface CompiledProgramme {
  slot: number;
  programme: Programme;
  version: string;
  rules: readonly CompiledRule[];
  /** By slot; a slot of another programme is undefined. */
  bySlot: readonly (CompiledRule | undefined)[];
  dayOf: (atMs: number) => number;
  visitGapMs: number;
  /** The longest time a rule waits for what calls it off. */
  withinMsMax: number;
}

/** All programmes of an installation, with one index from event to the rules that may see it. */
export interface CompiledProgrammes {
  programmes: readonly CompiledProgramme[];
  /** Rules that may recognise an event of a type and plain name; they still test the rest. */
  candidates: (event: ScovilleEvent) => readonly CompiledRule[];
}

/** The facets of a programme that need a slot, in the order of the file. */
export function facetNames(programme: Programme): string[] {
  const names = [programme.programme];
  for (const rule of programme.rules) {
    names.push(`${programme.programme}/${rule.id}`);
    if ('within' in rule) names.push(`${programme.programme}/${rule.id}#end`);
  }
  return names;
}

/** Compiles programmes (with the version each was loaded as). Slots must be there for all `facetNames`. */
export function compileProgrammes(
  sources: readonly { programme: Programme; version: string }[],
  slotOf: SlotOf,
): CompiledProgrammes {
  const programmes = sources.map(({ programme, version }) => compileOne(programme, version, slotOf));
  return { programmes, candidates: candidateIndex(programmes.flatMap((programme) => programme.rules)) };
}

function compileOne(programme: Programme, version: string, slotOf: SlotOf): CompiledProgramme {
  const rules: CompiledRule[] = [];
  for (const rule of programme.rules) {
    const slot = slotOf(`${programme.programme}/${rule.id}`);
    const key = 'per' in rule && rule.per !== undefined ? keyOf(rule.per) : () => 0;
    const own = { rule, ofSlot: slot, keyOf: key };
    rules.push({ ...own, slot, kind: kindOf(rule), recognises: matcherOf(rule.when) });
    if ('within' in rule) {
      const endSlot = slotOf(`${programme.programme}/${rule.id}#end`);
      rules.push({ ...own, slot: endSlot, kind: 'end', recognises: matcherOf(rule.unless) });
    }
  }
  const bySlot: (CompiledRule | undefined)[] = [];
  for (const rule of rules) bySlot[rule.slot] = rule;
  return {
    slot: slotOf(programme.programme),
    programme,
    version,
    rules,
    bySlot,
    dayOf: dayNumbers(programme.timeZone),
    visitGapMs: programme.visit.endsAfter,
    withinMsMax: Math.max(0, ...programme.rules.map((rule) => ('within' in rule ? rule.within : 0))),
  };
}

function kindOf(rule: Rule): RuleKind {
  if ('within' in rule) return 'abandoned';
  return 'rungs' in rule ? 'rungs' : rule.pays;
}

/** Events that no rule names by type or name cost one look-up; a thousand rules cost no more than those that fit. */
function candidateIndex(rules: readonly CompiledRule[]): (event: ScovilleEvent) => readonly CompiledRule[] {
  const byTrackName = new Map<string, CompiledRule[]>();
  const byType = new Map<string, CompiledRule[]>();
  const anyEvent: CompiledRule[] = [];
  for (const rule of rules) {
    const match = rule.kind === 'end' && 'unless' in rule.rule ? rule.rule.unless : rule.rule.when;
    if (match.event !== undefined) for (const name of names(match)) put(byTrackName, name, rule);
    else if (match.type !== undefined) for (const type of [match.type].flat()) put(byType, type, rule);
    else anyEvent.push(rule);
  }
  const joined = new Map<string, readonly CompiledRule[]>();
  return (event) => {
    const name = event.type === 'track' ? plainName(event.name) : '';
    const named = name === '' ? undefined : byTrackName.get(name);
    const id = named === undefined ? event.type : `${event.type}:${name}`;
    let found = joined.get(id);
    if (found === undefined) {
      found = [...(named ?? []), ...(byType.get(event.type) ?? []), ...anyEvent].sort(
        (a, b) => a.slot - b.slot,
      );
      joined.set(id, found);
    }
    return found;
  };
}

function names(match: Match): Set<string> {
  return new Set([match.event ?? []].flat().map(plainName));
}

function put(index: Map<string, CompiledRule[]>, name: string, rule: CompiledRule): void {
  const list = index.get(name);
  if (list) list.push(rule);
  else index.set(name, [rule]);
}
