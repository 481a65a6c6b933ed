/** Lines that a text swallows, tags, and fields that their declaration misspells: each shown where it was written. */
import { describe, expect, test } from 'vitest';
import { aProcess, aProgramme, errorsIn, testMistakes } from '../../../../test/support/mistakes.ts';
import { limits } from '../../../base/kernel/kernel.ts';

const template = '  - { template: hello, subject: Hello, text: "Dear {{person.name}}" }';
const inBlock = '  - template: hello\n    subject: Hello\n';
const tag = (sign: string) =>
  `not valid YAML: "${sign}" is a tag, and these files have none; remove it, or put the text in quotes`;

describe('in a programme', () => {
  testMistakes(aProgramme, [
    ['a tag before a number', 'points: 5', 'points: !foo 5', [`10:13: ${tag('!foo')}`]],
    ['a text that begins with a sign', 'Read the pricing', '!important page', [`8:12: ${tag('!important')}`]],
    ['a tag of the standard', 'points: 5', 'points: !!str 5', [`10:13: ${tag('!!str')}`]],
    ['a tag of bytes', 'points: 5', 'points: !!binary aGk=', [`10:13: ${tag('!!binary')}`]],
    [
      'a word without its space before a comment',
      'endsAfter: 30 minutes }',
      'endsAfter: 30 minutes }\nfloor:0 # never below',
      ['6:1: not valid YAML: a colon and a space are missing after "floor"; write "floor: 0"'],
    ],
  ]);

  test('a sign of exclamation within a text is none', () => {
    expect(errorsIn(aProgramme, aProgramme.text.replace('Read the pricing', 'Read it! !now'))).toEqual([]);
  });
});

describe('in a process', () => {
  testMistakes(aProcess, [
    [
      'an item a column too far right',
      '[Sales, Accounts]',
      '\n  - Sales\n   - Accounts',
      [
        '6:4: not valid YAML: this line begins in column 4, where it continues the text above; begin it in column 3, as the item on line 5',
      ],
    ],
    [
      'a text of several lines without its sign',
      template,
      `${inBlock}    text:\n      Dear {{person.name}},\n      Order: {{record.id}}`,
      ['8:5: not valid YAML: "text" has no value on its line; begin a text of several lines with "text: |"'],
    ],
    [
      'a text whose first line is further right',
      template,
      `${inBlock}    text: |\n         Dear you,\n      we thank you.\n`,
      [
        '9:10: not valid YAML: the text begins in column 10, further right than line 10; begin it in column 7',
      ],
    ],
    [
      'a line of a text further left',
      template,
      `${inBlock}    text: |\n      Dear you,\n\n      thank you.\n     Bye.\n`,
      [
        '12:6: not valid YAML: this line begins in column 6, left of its text; begin it in column 7, as line 9',
      ],
    ],
    [
      'a field misspelt where it is declared',
      'budget: {',
      'bugdet: {',
      [
        '12:7: pipelines[1].fields.bugdet: nothing names "bugdet", and "budget" is named and no field; did you mean "budget"?',
      ],
    ],
    [
      'a field misspelt here or there, which nothing else shows',
      'budget: { label: Budget',
      'bugdet: { label: What they have',
      [
        '16:21: pipelines[1].stages[1].checklist[1]: "budget" is no field; expected "bugdet"; did you mean "bugdet"? Nothing else names the field "bugdet": where that is the misspelt one, correct it instead',
      ],
    ],
    [
      'a field misspelt where it is used',
      '[budget]',
      '[bugdet]',
      [
        '16:21: pipelines[1].stages[1].checklist[1]: "bugdet" is no field; expected "budget"; did you mean "budget"?',
      ],
    ],
  ]);

  test('a field that is used twice and declared with a slip is shown once', () => {
    const text = aProcess.text
      .replace('budget: {', 'bugdet: {')
      .replace('{{person.name}}', '{{fields.budget}}');
    expect(errorsIn(aProcess, text)).toHaveLength(1);
  });

  test.each([limits.fileErrorsMax - 1, limits.fileErrorsMax, limits.fileErrorsMax + 1])(
    'of %i names of no field each is counted',
    (count) => {
      const names = Array.from({ length: count }, (_, index) => `none-${index}`).join(', ');
      const errors = errorsIn(aProcess, aProcess.text.replace('[budget]', `[${names}]`));
      const shown = Math.min(count, limits.fileErrorsMax);
      expect(errors.filter((error) => error.includes('is no field'))).toHaveLength(shown);
      expect(errors).toHaveLength(count > shown ? shown + 1 : shown);
    },
  );
});
