/** The warning of a text that scores companies instead of people, or the reverse; and that the comparison of versions says it too. */
import { expect, test } from 'vitest';
import { plainYaml, programmeDiff, readProgramme } from '../../contract/language/language.ts';
import { warningsOfChange } from './of-change.ts';
import { previewOf } from './preview.ts';

const people = `programme: committee
name: Buying committee
campaign: Committees
timeZone: Europe/Berlin
visit: { endsAfter: 30 minutes }
rules: [{ id: page, label: Viewed a page, when: { type: page }, points: 5, pays: every time }]
ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: 20 }] }
`;
const companies = people.replace('timeZone', 'of: account\ncombine: sum\ntimeZone');
const programmeOf = (text: string) => {
  const read = readProgramme('p.yaml', text);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.programme;
};
const warned = (before: string | null, after: string) =>
  warningsOfChange('p.yaml', after, {
    before: before === null ? null : programmeOf(before),
    after: programmeOf(after),
  });

test.each([
  ['companies', people, companies, 4, /scores companies: .* stay with their owners/],
  ['people', companies, people, 1, /scores people: .* stay with their owners/],
])('a text that scores %s from now on is warned of at its line', (_of, before, after, line, words) => {
  const message = expect.stringMatching(words);
  expect(warned(before, after)).toEqual([{ file: 'p.yaml', line, column: 1, message }]);
});

test.each([
  ['both score people', people, people.replace('timeZone', 'of: person\ntimeZone')],
  ['both score companies', companies, companies.replace('points: 5', 'points: 6')],
  ['it was never active', null, companies],
])('nothing where %s', (_why, before, after) => {
  expect(warned(before, after)).toEqual([]);
});

test('the preview of a text warns too, and so does the comparison of versions', () => {
  const preview = previewOf('committee', { text: companies, examples: null, active: people }, 0);
  expect(preview.warnings.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^of: .*scores companies/),
  );
  expect(preview.changes).toContain('of added: account');
  expect(programmeDiff(plainYaml(companies), plainYaml(people))).toContain('of removed (was account)');
});
