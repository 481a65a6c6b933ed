/** Former words of rule files: each rewritten where it is meant and nowhere else, the rest of the text untouched, twice as once. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readRouting } from './routing.ts';
import { migrateRules } from './rule-migration.ts';
import { readSalesProcess } from './sales-process-file.ts';

const rules = new URL('../../../rules/', import.meta.url);
const shipped = readdirSync(rules, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(new URL(name, rules), 'utf8'));

const former = `# Ours, because we say so.
system: tiny # the top word
name: Tiny
timeZone: "Europe/London"
lanes: [ Sales ]
templates:
  - { template: ask, subject: 'On {{fields.chase-on}}', text: "because {{ fields.chase-on }}" }
pipelines:
  - pipeline: opportunity
    name: because
    of: opportunity
    fields:
      chase-on: { label: Chase on, type: date }
    stages:
      - stage: New
        checklist: [chase-on]
        onEnter: [{do: tell, who: Sales, text: tell}]   # layout stays
        later: [{ from: "chase-on", do: [{ do: 'tell', who: owner, text: Ask again }] }]
        after:
          - { time: 5 days, to: Lost, because: no answer }
        next: [Lost]
      - { stage: Lost, ends: lost }
`;

describe('a sales process', () => {
  const { text, rewritings } = migrateRules(former);

  test('is read again', () => {
    expect(readSalesProcess('tiny.yaml', former).ok).toBe(false);
    expect(readSalesProcess('tiny.yaml', text)).toMatchObject({ ok: true, value: { process: 'tiny' } });
  });

  test('keeps its comments, quotes and layout', () => {
    const lines = text.split('\n');
    expect(lines[0]).toBe('# Ours, because we say so.');
    expect(lines[1]).toBe('process: tiny # the top word');
    expect(lines[6]).toBe(
      `  - { template: ask, subject: 'On {{fields.follow-up-on}}', text: "because {{ fields.follow-up-on }}" }`,
    );
    expect(lines[9]).toBe('    name: because');
    expect(lines[16]).toBe('        onEnter: [{do: notify, who: Sales, text: tell}]   # layout stays');
    expect(lines[17]).toBe(
      `        later: [{ from: "follow-up-on", do: [{ do: 'notify', who: owner, text: Ask again }] }]`,
    );
  });

  test('says what changed, by line', () => {
    expect(rewritings.map(({ line, from, to }) => `${line} ${from} ${to}`)).toEqual([
      '2 system process',
      '7 chase-on follow-up-on',
      '7 chase-on follow-up-on',
      '13 chase-on follow-up-on',
      '16 chase-on follow-up-on',
      '17 tell notify',
      '18 chase-on follow-up-on',
      '18 tell notify',
      '20 because reason',
    ]);
  });

  test('rewritten once, stays as it is', () => {
    expect(migrateRules(text)).toEqual({ text, rewritings: [] });
  });
});

test('a routing file gets its new word, and is read again', () => {
  const [now = ''] = shipped.filter((text) => /^queue:/m.test(text));
  const before = now.replace('defaultLeadPipeline:', 'leadsBeginIn:');
  expect(readRouting('routing.yaml', before).ok).toBe(false);
  expect(migrateRules(before)).toMatchObject({ text: now, rewritings: [{ from: 'leadsBeginIn' }] });
});

test.each([
  ['no YAML', 'system: [}'],
  ['of no known kind', 'system: x\n'],
  ['with both words', 'system: x\nprocess: x\npipelines: []\n'],
])('a text %s is left alone', (_name, text) => {
  expect(migrateRules(text)).toEqual({ text, rewritings: [] });
});

test('files that ship use no former word', () => {
  expect(shipped.length).toBeGreaterThan(8);
  for (const text of shipped) expect(migrateRules(text).rewritings).toEqual([]);
});
