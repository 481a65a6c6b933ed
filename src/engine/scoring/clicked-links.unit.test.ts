/** What names the link of a click, where several rules recognise it. */
import { expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { foldInto } from '../../../test/support/fold.ts';
import { plainly } from '../../../test/support/plain-evaluation.ts';
import { Installation, Life, programmesOf } from '../../../test/support/programme.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate, evaluateChange } from './evaluate.ts';
import { nobody } from './person.ts';
import { emptyState } from './profile-state.ts';
import { recognise } from './recognise.ts';
import { suspicionsOf } from './suspicion.ts';

test('the first rule in the file names the link, in whatever order the rules were first known', () => {
  const installation = new Installation();
  const byMail = '{ id: mail, label: Mail, when: { event: Click }, points: 1, pays: once, per: mail }';
  const byLink =
    '{ id: link, label: Link, when: { event: Click }, count: in a day, rungs: [{ from: 1, points: 1 }], distinct: link }';
  const clicks = `suspiciousClicks:
  rules: [mail, link]
  message: mail
  links: 3
  within: 10 seconds
  confirmedBy: [{ when: { event: View } }]
  confirmWithin: 1 hour
`;
  const suspicious = (...rules: string[]) => {
    const programmes = installation.programmes(
      `rules:\n${rules.map((one) => `  - ${one}\n`).join('')}${clicks}`,
    );
    const matchedEvents = ['a', 'b', 'c'].map((link, index) =>
      recognise(
        programmes,
        scovilleEvent({
          messageId: link,
          atMs: index * 1_000,
          type: 'track',
          event: 'Click',
          properties: { mail: 'm', link },
        }),
      ),
    );
    return suspicionsOf(matchedEvents, programmes.programmes[0] as CompiledProgramme, 0).size;
  };
  expect([suspicious(byMail, byLink), suspicious(byLink, byMail)]).toEqual([0, 3]);
});

test('a suspicious click waits for a sign, and one that is confirmed does not, whether it is paid or counted', () => {
  const words = 'when: { event: Click }';
  const life = new Life(
    programmesOf(`rules:
  - { id: paid, label: Paid, ${words}, points: 1, pays: every time }
  - { id: counted, label: Counted, ${words}, count: in the last 7 days, rungs: [{ from: 1, points: 1 }] }
suspiciousClicks:
  rules: [paid, counted]
  message: mail
  links: 2
  within: 10 seconds
  confirmedBy: [{ when: { event: View } }]
  confirmWithin: 1 hour
`),
  );
  const waits = () =>
    life.evaluation.contributions.map(({ source, provisionalUntilMs }) => [source.id, provisionalUntilMs]);
  life.track('Click', { mail: 'm', link: 'a' });
  expect(waits()).toEqual([
    ['paid', null],
    ['counted', null],
  ]);
  const untilMs = life.nowMs + 3_600_000;
  life.track('Click', { mail: 'm', link: 'b' });
  expect(waits()).toEqual([
    ['paid', untilMs],
    ['paid', untilMs],
    ['counted', untilMs],
  ]);
  life.wait(1).track('View');
  expect(waits()).toEqual([
    ['paid', null],
    ['paid', null],
    ['counted', null],
  ]);
});

/** Rules that clicks meet, one of them without a match; what is paid again and again, and counts. */
const meeting = (counted: string) => `rules:
  - { id: paid, label: Paid, when: { event: Click }, points: 1, pays: every time }
  - { id: free, label: Free, when: { event: Click }, points: 2, pays: every time }
  - { id: other, label: Other, when: { event: Other }, points: 4, pays: every time }
${counted}
suspiciousClicks:
  rules: [paid${counted === '' ? '' : ', counted'}]
  message: mail
  links: 2
  within: 10 seconds
  confirmedBy: [{ when: { event: View } }]
  confirmWithin: 1 hour
`;
const inDay =
  '  - { id: counted, label: Counted, when: { event: Click }, count: in a day, rungs: [{ from: 1, points: 1 }] }';

test.each([
  ['a sign came', '', 1, 'View', 2],
  ['a sign came, and a rule counts them', inDay, 1, 'View', 2],
  ['the clock was set back before they lapsed', '', 7_200, 'Late', 1_800],
])('clicks are judged again where %s, as if at once', (_what, counted, beforeSecond, event, afterSecond) => {
  const programmes = programmesOf(meeting(counted));
  const [programme] = programmes.programmes as [CompiledProgramme];
  const happened = (messageId: string, second: number, link?: string) => ({
    ...{ messageId, atMs: second * 1_000, type: 'track', event: link === undefined ? messageId : 'Click' },
    properties: { mail: 'm', ...(link !== undefined && { link }) },
  });
  const state = (...events: ReturnType<typeof happened>[]) => {
    const made = emptyState();
    for (const one of events) foldInto(made, programmes, scovilleEvent(one));
    return made;
  };
  const clicks = [happened('1', 0, 'a'), happened('2', 1, 'b')];
  const before = { state: state(...clicks), person: nobody, nowMs: beforeSecond * 1_000 };
  const all = state(...clicks, happened(event, afterSecond));
  // What came is behind the very events of before.
  all.matchedEvents = [...before.state.matchedEvents, ...all.matchedEvents.slice(2)];
  const after = { state: all, person: nobody, nowMs: afterSecond * 1_000 };
  expect(plainly(evaluateChange(before, after, programme).after)).toEqual(
    plainly(evaluate(all, nobody, programme, after.nowMs)),
  );
});
