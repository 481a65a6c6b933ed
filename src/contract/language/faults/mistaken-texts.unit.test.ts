/** Texts that are no YAML: tabs, colons, quotes, braces and indentation. Each with its exact message. */
import { describe } from 'vitest';
import { aProgramme, type Mistake, testMistakes } from '../../../../test/support/mistakes.ts';

const mistakes: Mistake[] = [
  [
    'a tab',
    '    points: 5',
    '	points: 5',
    ['10:1: not valid YAML: a tab indents this line; replace each tab by two spaces'],
  ],
  [
    'tabs on three lines',
    /^ {4}(points|pays)/gm,
    '	$1',
    ['10:1: not valid YAML: a tab indents this line and 2 more; replace each tab by two spaces'],
  ],
  [
    'a colon in a label',
    'Read the pricing',
    'Pricing: read',
    ['8:12: not valid YAML: the text holds a colon and a space; put it in quotes: "Pricing: read"'],
  ],
  [
    'a colon within braces',
    '{ event: Product Added }',
    '{ event: Product: Added }',
    ['14:20: not valid YAML: the text holds a colon and a space; put it in quotes: "Product: Added"'],
  ],
  [
    'curly quotes around a colon',
    'Read the pricing',
    '“Pricing: read”',
    [
      '8:12: not valid YAML: curly quotes are part of the text and do not hold its colon; use straight quotes: "Pricing: read"',
    ],
  ],
  [
    'a line too far left',
    '    points: 5',
    '   points: 5',
    [
      '10:4: not valid YAML: this line begins in column 4, where nothing can begin; begin it in column 5, as "when" on line 9',
    ],
  ],
  [
    'a line too far right',
    '    points: 5',
    '      points: 5',
    [
      '10:7: not valid YAML: this line begins in column 7, where nothing can begin; begin it in column 5, as "when" on line 9',
    ],
  ],
  [
    'an item too far left',
    '  - id: depth',
    ' - id: depth',
    [
      '18:2: not valid YAML: this line begins in column 2, where nothing can begin; begin it in column 3, as the item on line 12',
    ],
  ],
  [
    'a word there twice',
    '    points: 5',
    '    points: 5\n    points: 6',
    [
      '11:5: not valid YAML: "points" is here twice, first on line 10; remove one of them, or begin a new item with "- "',
    ],
  ],
  [
    'no space after a colon',
    'points: 5',
    'points:5',
    ['10:5: not valid YAML: a colon and a space are missing after "points"; write "points: 5"'],
  ],
  [
    'an equals sign',
    'points: 5',
    'points = 5',
    ['10:5: not valid YAML: a colon and a space are missing after "points"; write "points: 5"'],
  ],
  [
    'no space after a dash',
    '- id: pricing',
    '-id: pricing',
    ['7:3: not valid YAML: a dash that begins an item needs a space after it: "- "'],
  ],
  [
    'a quote that never ends',
    'label: Read the pricing',
    'label: "Read the pricing',
    ["8:12: not valid YAML: '\"' is never closed; add '\"' where it ends"],
  ],
  [
    'a text after a quote',
    'label: Read the pricing',
    'label: "Read" the pricing',
    [
      '8:19: not valid YAML: text follows the closing double quote; put all of it within the quotes, or use the other kind of quotes around it',
    ],
  ],
  [
    'an apostrophe in single quotes',
    'label: Read the pricing',
    "label: 'It's the pricing'",
    ['8:16: not valid YAML: an apostrophe ends a text in single quotes; put the text in double quotes'],
  ],
  [
    'a brace that never closes',
    '{ type: page, path: /pricing }',
    '{ type: page, path: /pricing',
    ['9:11: not valid YAML: "{" is never closed; add "}" where it ends'],
  ],
  [
    'a brace too many',
    '{ type: page, path: /pricing }',
    '{ type: page, path: /pricing }}',
    ['9:41: not valid YAML: "}" closes nothing; remove it'],
  ],
  [
    'a missing comma',
    '{ type: page, path: /pricing }',
    '{ type: page path: /pricing }',
    ['9:24: not valid YAML: a comma is missing before "path"'],
  ],
  [
    'a star without quotes',
    'path: /pricing',
    'path: */pricing',
    ['9:31: not valid YAML: a text cannot begin with "*" without quotes; write "*/pricing"'],
  ],
  [
    'a text that begins with a sign',
    'label: Read the pricing',
    'label: @pricing',
    ['8:12: not valid YAML: a text cannot begin with "@" without quotes; write "@pricing"'],
  ],
  [
    'a percent sign',
    'label: Read the pricing',
    'label: %5 off',
    ['8:12: not valid YAML: a text cannot begin with "%" without quotes; write "%5 off"'],
  ],
  [
    'a backslash',
    'path: /pricing',
    'path: "/\\d+"',
    [
      '9:33: not valid YAML: "\\" means nothing in double quotes; use single quotes, or write the backslash twice',
    ],
  ],
  [
    'a comparison as a sign',
    'points: 5',
    'points: > 5',
    [
      '10:13: not valid YAML: ">" begins a text of several lines; write a comparison as { above: 5 }, and put a text with ">" in quotes',
    ],
  ],
  [
    'two documents',
    'ladder:',
    '---\nladder:',
    ['25:1: not valid YAML: the file holds more than one document; keep one, without a line "---" after it'],
  ],
  [
    'an anchor of nothing',
    'path: /pricing',
    'path: *pricing',
    ['9:31: not valid YAML: a text cannot begin with "*" without quotes; write "*pricing"'],
  ],
  [
    'words merged from elsewhere',
    '    points: 30',
    '    <<: { points: 30 }',
    ['17:5: rules[2]."<<": unknown word "<<": words are not merged from elsewhere; write them out here'],
  ],
];

describe('texts that are no yaml', () => testMistakes(aProgramme, mistakes));
