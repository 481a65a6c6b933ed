/**
 * What a person was when something happened: each test of a trait is a phase. It is open after an event that says a value which
 * passes, and over after one whose value does not. Pure.
 */
import {
  believedTraits,
  type Json,
  type Programme,
  type Rule,
  type ScovilleEvent,
  traitTestsOf,
  type ValueTest,
  type Who,
} from '../../contract/language/language.ts';
import { isTrait } from './registers.ts';
import { valueAt, valueTest } from './value-test.ts';

/** A test of one trait. */
export interface SaidTest {
  trait: string;
  test: ValueTest;
}

/** Whether a condition held at a time, by the tests that were open then. */
export type WhoThen = (isOpen: (said: number) => boolean) => boolean;

/** Returns the tests of traits as of the event, of all rules and of what freezes, each once. */
export function saidTestsOf({ rules, freeze }: Pick<Programme, 'rules' | 'freeze'>): SaidTest[] {
  const conditions = [
    ...rules.flatMap(({ who }) => (isAsOfEvent(who) ? [who] : [])),
    frozenWho(freeze) ?? [],
  ];
  const tests = conditions.flat().flatMap(testsIn);
  return [...new Map(tests.map((one) => [nameOf(one), one])).values()];
}

/** Returns the condition of a rule on what the person was; null where it has none. */
export function whoThenOf({ who }: Pick<Rule, 'who'>, tests: readonly SaidTest[]): WhoThen | null {
  return isAsOfEvent(who) ? compiled(who, tests) : null;
}

/** Returns the condition under which nothing is earned; null where there is none. */
export function freezingWhoOf(
  { freeze }: Pick<Programme, 'freeze'>,
  tests: readonly SaidTest[],
): WhoThen | null {
  const who = frozenWho(freeze);
  return who === undefined ? null : compiled(who, tests);
}

/** Whether a condition is on what the person was at the event, and not on what they are now. */
export function isAsOfEvent(who: Rule['who']): who is NonNullable<Rule['who']> {
  return who?.asOf === 'event';
}

/** What is in a name of a signature, so that equal tests are one. */
export function nameOf({ trait, test }: SaidTest): string {
  return JSON.stringify([trait, test]);
}

/** Whether the test passes of somebody who never said anything. */
export function passesUnsaid({ test }: SaidTest): boolean {
  return valueTest(test)(undefined);
}

/** Recognises events that say the trait and pass, or do not. What a page alone says is no proof of who somebody is. */
export function saysTrait({ trait, test }: SaidTest, passes: boolean): (event: ScovilleEvent) => boolean {
  const isPassing = valueTest(test);
  const [outer = trait] = trait.split('.');
  return (event) => {
    const traits = believedTraits(event);
    if (traits === undefined || event.via === 'public') return false;
    const name = Object.hasOwn(traits, trait) ? trait : outer;
    if (!Object.hasOwn(traits, name) || !isTrait(name, JSON.stringify(traits[name] as Json))) return false;
    return isPassing(valueAt(traits, trait)) === passes;
  };
}

function frozenWho(freeze: Programme['freeze']): Who | undefined {
  return typeof freeze === 'object' && !Array.isArray(freeze) ? freeze.who : undefined;
}

function testsIn(who: Who): SaidTest[] {
  const { all = [], any = [], not } = who;
  return [
    ...traitTestsOf(who).map(([trait, test]) => ({ trait, test })),
    ...[...all, ...any, ...(not === undefined ? [] : [not])].flatMap(testsIn),
  ];
}

function compiled(who: Who, tests: readonly SaidTest[]): WhoThen {
  const { all = [], any, not } = who;
  const names = tests.map(nameOf);
  const positionOf = ([trait, test]: [string, ValueTest]) => names.indexOf(nameOf({ trait, test }));
  const said = traitTestsOf(who).map(positionOf);
  const every = all.map((inner) => compiled(inner, tests));
  const some = any?.map((inner) => compiled(inner, tests));
  const unwanted = not === undefined ? null : compiled(not, tests);
  return (isOpen) =>
    said.every(isOpen) &&
    every.every((holds) => holds(isOpen)) &&
    (some === undefined || some.some((holds) => holds(isOpen))) &&
    !unwanted?.(isOpen);
}
