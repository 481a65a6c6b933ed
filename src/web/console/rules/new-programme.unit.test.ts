/** A new programme: whatever it is called, it is one that could be published at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readExamples, readProgramme } from '../../../contract/language/language.ts';
import { newProgramme } from './new-programme.ts';

test('its text and its examples have no error', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom('Été: "80 %" #1', 'x', '春'), fc.string({ minLength: 1, maxLength: 64 })),
      (name) => {
        fc.pre(name.trim() !== '');
        const { id, texts } = newProgramme(name, 'Europe/London');
        const read = readProgramme('text', texts.text);
        expect(read).toMatchObject({ ok: true, programme: { programme: id, name: name.trim() } });
        expect(readExamples('examples', texts.examples ?? '', id).ok).toBe(true);
      },
    ),
  );
});

test('its id is of its name', () => {
  expect(newProgramme('Été 2027: Control Panels!', 'UTC').id).toBe('ete-2027-control-panels');
});
