/** The file of the weekly review: as it ships, and what is refused. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readReview } from './review.ts';

const shipped = readFileSync(new URL('../../../rules/sales/review.yaml', import.meta.url), 'utf8');

test('the one that ships comes on Mondays at eight', () => {
  expect(readReview('review.yaml', shipped)).toMatchObject({
    ok: true,
    value: { send: true, day: 'Monday', at: 480, timeZone: 'Europe/London' },
  });
});

test.each([
  ['"08:00"', '"24:00"', /^at: .*expected a time of day such as "08:00"/],
  ['"08:00"', '8', /^at: /],
  ['Monday', 'Mon', /^day: /],
  ['Europe/London', 'Europe/Nowhere', /^timeZone: .*expected a time zone of the IANA list/],
  ['send: true', 'sent: true', /sent/],
])('instead of %s, %s is refused with its line', (before, after, message) => {
  const text = shipped.replace(before, after);
  expect(text).not.toBe(shipped);
  const reading = readReview('review.yaml', text);
  expect(reading).toMatchObject({ ok: false, errors: [{ message: expect.stringMatching(message) }] });
});
