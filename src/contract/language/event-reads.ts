/** What a programme asks for in events: the names of tracked ones, and the properties that it reads of them. Pure. */
import { type Basket, basketOf } from './basket.ts';
import { matchesOf } from './coherence.ts';
import type { Match } from './condition.ts';
import type { Programme } from './programme.ts';
import { isOfVisits, type Rule } from './rule.ts';

/** What a rule asks for, or a part of the programme that has matches of its own, such as a reset. */
export interface EventReads {
  /** Null where it is no rule. */
  label: string | null;
  /** Names of tracked events, as the programme writes them. */
  events: string[];
  /** Names of properties; of one that reaches into an object also that of the object. */
  properties: string[];
  /** Whether it may read them of any event: a match of it asks for none by name. */
  isOfAnyEvent: boolean;
}

/** Returns what each rule asks for, in their order, then the other parts. */
export function readsOf(programme: Programme): EventReads[] {
  const parts = Map.groupBy(matchesOf(programme), ({ path }) => path.slice(0, 2).join(' '));
  return [...parts.values()].map((matches): EventReads => {
    const [list, index] = matches[0]?.path ?? [];
    const rule = list === 'rules' ? programme.rules[Number(index)] : undefined;
    const properties = [
      ...matches.flatMap(({ match }) => propertiesIn(match)),
      ...(rule === undefined ? [] : propertiesOf(rule)),
    ];
    return {
      label: rule?.label ?? null,
      events: [...new Set(matches.flatMap(({ match }) => namesIn(match)))],
      properties: [...new Set(properties.flatMap((name) => [name, name.split('.', 1)[0] ?? '']))],
      isOfAnyEvent: !matches.every(({ match }) => asksForName(match)),
    };
  });
}

function namesIn(match: Match): string[] {
  return partsOf(match).flatMap(({ event }) => event ?? []);
}

function propertiesIn(match: Match): string[] {
  return partsOf(match).flatMap(({ properties }) => Object.keys(properties ?? {}));
}

/** Whether only events of some names can match. */
function asksForName(match: Match): boolean {
  if (match === 'any event') return false;
  const { event, all = [], any = [] } = match;
  return event !== undefined || all.some(asksForName) || (any.length > 0 && any.every(asksForName));
}

/** A match, and all within it. */
function partsOf(match: Match): Exclude<Match, string>[] {
  if (match === 'any event') return [];
  return [match, ...[match.all ?? [], match.any ?? [], match.not ?? []].flat().flatMap(partsOf)];
}

/** Those that a rule reads beside its matches. */
function propertiesOf(rule: Rule): string[] {
  const distinct = 'rungs' in rule && !isOfVisits(rule) ? rule.distinct : undefined;
  const basket = 'basket' in rule && rule.basket !== undefined ? basketNamesOf(rule.basket) : [];
  const keys = [rule.per ?? [], distinct ?? [], basket].flat().flatMap((key) => key.split(' or '));
  const worth = 'points' in rule ? rule.points : 0;
  return typeof worth === 'object' && 'property' in worth ? [...keys, worth.property] : keys;
}

function basketNamesOf(basket: Basket): string[] {
  const { removed: _removed, restated: _restated, ...names } = basketOf(basket);
  return Object.values(names);
}
