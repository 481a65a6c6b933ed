/** Statuses of leads that no pipeline has, wherever a condition may ask for one. */
import { expect, test } from 'vitest';
import { aProgramme, names, warningsIn } from '../../../../test/support/mistakes.ts';
import { readProgramme } from '../language.ts';

test.each([
  ['in a rule', 'who: { leadStatus: Workin }', ['who.leadStatus']],
  ['in a list', 'who: { leadStatus: [working, Workin] }', ['who.leadStatus[2]']],
  ['that is excluded', 'who: { leadStatus: { not: Workin } }', ['who.leadStatus.not']],
  ['of somebody else', 'who: { not: { any: [{ leadStatus: Workin }] } }', ['who.not.any[1].leadStatus']],
  ['in another case, with spaces', 'who: { leadStatus: " WORKING " }', []],
])('a status that no pipeline has %s', (_name, who, positions) => {
  const text = aProgramme.text.replace('points: 5', `points: 5\n    ${who}`);
  const warnings = warningsIn(readProgramme('web.yaml', text, names));
  expect(warnings.map((one) => one.replace(/^[^r]*rules\[1\]\./, ''))).toEqual(
    positions.map(
      (position) =>
        `${position}: "Workin" is no status of a lead; expected "New", "Working", "Marketing follow-up"; did you mean "Working"?`,
    ),
  );
  expect(warningsIn(readProgramme('web.yaml', text))).toEqual([]);
});
