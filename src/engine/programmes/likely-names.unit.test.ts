/** Names of events against the active programmes: which rules name, which are near, how many are compared. */
import { expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { likelyNames } from './likely-names.ts';

const rule = (id: string, when: string) =>
  `{ id: ${id}, label: ${id}, when: ${when}, points: 5, pays: every time }`;
const programmesWith = (...whens: string[]) =>
  programmesOf(`rules: [${whens.map((when, index) => rule(`r${index}`, when)).join()}]`);

test('a name is near one that any part of a rule names, and none that a rule names has a likelier one', () => {
  const programmes = programmesWith(
    '{ event: [Demo Video Watched, Demo Vido Watched] }',
    '{ any: [{ event: Webinar Attended }, { type: page, not: { event: Trial Ended } }] }',
    '{ path: /pricing }',
  );
  const likely = likelyNames(() => programmes);
  expect(likely('Demo Vidoe Watched')).toBe('Demo Video Watched');
  expect(likely('demo_vido_watched')).toBeNull();
  expect(likely('Webinar Atended')).toBe('Webinar Attended');
  expect(likely('Trail Ended')).toBe('Trial Ended');
  expect(likely('Something Else')).toBeNull();
});

test('under other programmes they are compared again', () => {
  let programmes = programmesWith('{ event: Webinar Attended }');
  const likely = likelyNames(() => programmes);
  expect(likely('Webinar Atended')).toBe('Webinar Attended');
  programmes = programmesWith('{ event: Webinar Atended }');
  expect(likely('Webinar Atended')).toBeNull();
  expect(likely('Webinar Attended')).toBe('Webinar Atended');
});

test('none over its length is compared, and after a flood of made-up names slips are found all the same', () => {
  const programmes = programmesWith('{ event: Webinar Attended }');
  const likely = likelyNames(() => programmes);
  expect(likely(`Webinar Attended${' '.repeat(limits.likelyNameLengthMax)}s`)).toBeNull();
  expect(likely('Webinar Atended')).toBe('Webinar Attended');
  for (let count = 0; count < 2 * limits.likelyNamesMax; count++) likely(`Made up ${count}`);
  expect(likely('Webinar Attendet')).toBe('Webinar Attended');
  expect(likely('Webinar Atended')).toBe('Webinar Attended');
});
