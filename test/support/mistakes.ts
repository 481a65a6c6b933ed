/** Mistakes that people make in a file of rules, one at a time, with the exact message of each. */
import { expect, test } from 'vitest';
import { type FileError, readProgramme, readSalesProcess } from '../../src/contract/language/language.ts';

/** Its name, what stands in the file, what was written instead, and `line:column: message` of every error. */
export type Mistake = [name: string, was: string | RegExp, is: string, errors: string[]];

export interface MistakenFile {
  text: string;
  read(file: string, text: string): { ok: true } | { ok: false; errors: FileError[] };
}

export const aProgramme: MistakenFile = {
  read: readProgramme,
  text: `programme: web
name: Web
campaign: Web campaign
timeZone: Europe/London
visit: { endsAfter: 30 minutes }
rules:
  - id: pricing
    label: Read the pricing
    when: { type: page, path: /pricing }
    points: 5
    pays: once a day
  - id: basket
    label: Abandoned a basket
    when: { event: Product Added }
    unless: { event: Order Completed }
    within: 30 minutes
    points: 30
  - id: depth
    label: Viewed several pages
    when: { type: page }
    count: in a visit
    rungs:
      - { from: 2, points: 3 }
      - { from: 10, points: 5 }
ladder:
  contactWithin: 24 hours
  tiers:
    - { name: warm, from: 20 }
    - { name: hot, from: 60, up: [{ do: alert }] }
`,
};

export const aProcess: MistakenFile = {
  read: readSalesProcess,
  text: `process: web
name: Web
timeZone: Europe/London
lanes: [Sales, Accounts]
templates:
  - { template: hello, subject: Hello, text: "Dear {{person.name}}" }
pipelines:
  - pipeline: lead
    name: Leads
    of: lead
    fields:
      budget: { label: Budget, type: money }
    stages:
      - stage: New
        lane: Sales
        checklist: [budget]
        onEnter:
          - { do: notify, who: Sales, text: A new lead }
          - { do: mail, template: hello }
        after:
          - { time: 5 days, to: Lost, reason: Nobody called }
        next: [Won, Lost]
      - { stage: Won, ends: won }
      - { stage: Lost, ends: lost }
`,
};

/** Returns the errors of a text as `line:column: message`; none where it can be read. */
export function errorsIn({ read }: MistakenFile, text: string): string[] {
  const reading = read('web.yaml', text);
  return reading.ok ? [] : reading.errors.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}

/** A test for each mistake. */
export function testMistakes(file: MistakenFile, mistakes: readonly Mistake[]): void {
  test('without a mistake it is read', () => {
    expect(errorsIn(file, file.text)).toEqual([]);
  });

  test.each(mistakes)('%s', (_name, was, is, errors) => {
    const text = file.text.replace(was, is);
    expect(text).not.toBe(file.text);
    expect(errorsIn(file, text)).toEqual(errors);
  });
}

/** Returns the warnings of a text that can be read, as `line:column: message`. */
export function warningsIn(
  reading: { ok: true; warnings: FileError[] } | { ok: false; errors: FileError[] },
): string[] {
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading.warnings.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}

export const names = {
  pipelines: new Set(['emea/lead', 'emea/opportunity']),
  leadStatuses: new Set(['New', 'Working', 'Marketing follow-up']),
};

/** A test for each change of the programme that is legal, with its warnings. */
export function testWarnings(rows: readonly Mistake[]): void {
  test.each(rows)('%s', (_name, was, is, warnings) => {
    const text = aProgramme.text.replace(was, is);
    expect(text).not.toBe(aProgramme.text);
    expect(warningsIn(readProgramme('web.yaml', text, names))).toEqual(warnings);
  });
}
