/** What is wrong with a programme of companies, in the words of the message. */
import { expect, test } from 'vitest';
import { readProgramme } from './programme-file.ts';

const text = (head: string, up = '') => `programme: committee
name: Buying committee
campaign: Committees
${head}
timeZone: Europe/Berlin
visit: { endsAfter: 30 minutes }
rules: [{ id: page, label: Viewed a page, when: { type: page }, points: 5, pays: every time }]
ladder:
  contactWithin: 24 hours
  tiers: [{ name: warm, from: 20${up} }]
`;
const errorsOf = (head: string, up = '') => {
  const read = readProgramme('committee.yaml', text(head, up));
  return read.ok ? [] : read.errors.map(({ line, message }) => `${line}: ${message}`);
};

test.each([
  'combine: sum',
  'combine: maximum',
  'combine: { people: { atLeast: 20 } }',
  'combine: { people: { atLeast: 0.001 } }',
])('%s is one', (combine) => {
  expect(errorsOf(`of: account\n${combine}`)).toEqual([]);
});

test.each([
  ['combine: sum', /^4: .*of: account/],
  ['of: person\ncombine: sum', /^5: .*of: account/],
  ['of: account', /^4: .*combine: sum/],
  ['of: account\ncombine: average', /^5: /],
  ['of: account\ncombine: { people: { atLeast: 0 } }', /^5: /],
  ['of: company\ncombine: sum', /^4: /],
])('%s is refused at its line', (head, expected) => {
  const errors = errorsOf(head);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(expected);
});

test.each(['grade: A', 'priority: best', 'identity: known'])(
  'an action of a company has no condition on %s',
  (condition) => {
    const errors = errorsOf('of: account\ncombine: sum', `, up: [{ do: alert, if: { ${condition} } }]`);
    expect(errors.join()).toContain('this is the ladder of a company');
  },
);
