/** Texts of others on our page: what cannot be seen is shown, what is needed to write stays, and few links are followed. */
import { expect, test } from 'vitest';
import { isolated } from '../../../base/text/text.ts';
import { markedParts, markedText, webLink } from './foreign.ts';

/** The text as it is shown, and the codes of what was marked. */
const shown = (text: string) => {
  const parts = markedParts(text);
  const codes = parts.flatMap(({ name }) => name?.slice(name.indexOf('U+')) ?? []);
  return [parts.map((part) => part.text).join(''), ...codes];
};

test.each<[string, string, string[]]>([
  ['plain', 'Ada Lovelace', ['Ada Lovelace']],
  ['several lines', 'one\n\ttwo', ['one\n\ttwo']],
  ['a turned name', '\u202eevE', ['␣evE', 'U+202E']],
  ['two that look alike', 'A\u200bda', ['A␣da', 'U+200B']],
  ['a mark of direction', 'Ada\u200f', ['Ada␣', 'U+200F']],
  ['a soft hyphen, a byte order mark', 'A\u00add\ufeffa', ['A␣d␣a', 'U+00AD', 'U+FEFF']],
  ['a filler that is drawn as nothing', '\u3164', ['␣', 'U+3164']],
  ['a control', 'A\u0007b', ['A␣b', 'U+0007']],
  ['hidden tags', 'A\u{e0041}', ['A␣', 'U+E0041']],
  ['an isolate that does not end', '\u2068A', ['␣A', 'U+2068']],
  ['an isolate that ends ours', 'A\u2069', ['A␣', 'U+2069']],
  ['a joiner at an end', 'Ada\u200d', ['Ada␣', 'U+200D']],
  ['a family', '👨\u200d👩\u200d👧', ['👨\u200d👩\u200d👧']],
  ['a heart', '❤\ufe0f\u200d🔥', ['❤\ufe0f\u200d🔥']],
  ['Persian', 'می\u200cخواهم', ['می\u200cخواهم']],
  ['Hebrew and Arabic', 'שלום سلام', ['שלום سلام']],
  [
    'the flag of Wales',
    '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
    ['🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'],
  ],
  ['a sentence of ours', `by ${isolated('Ada')}`, [`by ${isolated('Ada')}`]],
])('%s', (_what, text, expected) => expect(shown(text)).toEqual(expected));

test('in a place for text alone, what cannot be seen is marked, and nothing before or after is turned', () => {
  expect(markedText('\u202eevE\u200b')).toBe('␣evE␣');
  expect(markedText('שלום\u200f')).toBe('\u2068שלום␣\u2069');
});

test.each<[string, string | null]>([
  ['https://example.com/a?b', 'https://example.com/a?b'],
  [' http://example.com ', 'http://example.com/'],
  ['javascript:alert(1)', null],
  [' JaVaScRiPt:alert(1)', null],
  ['data:text/html,x', null],
  ['https://user:secret@example.com', null],
  ['//example.com', null],
  ['example.com', null],
])('the link %s', (text, link) => expect(webLink(text)).toBe(link));
