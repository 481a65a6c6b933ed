/** What names the link of a click, where several rules recognise it. */
import { expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { Installation, Life, programmesOf } from '../../../test/support/programme.ts';
import type { CompiledProgramme } from './compile.ts';
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
