/** Countries and languages as people and browsers write them. */
import { expect, test } from 'vitest';
import { countryCodeOf, languageCodeOf } from './country.core.ts';

test.each([
  ['DE', 'DE'],
  ['de', 'DE'],
  [' Germany ', 'DE'],
  ['Deutschland', 'DE'],
  ['Allemagne', 'DE'],
  ['UK', 'GB'],
  ['United Kingdom', 'GB'],
  ['The Netherlands', 'NL'],
  ['Österreich', 'AT'],
  ['osterreich', 'AT'],
  ['USA', 'US'],
  ['Côte d’Ivoire', 'CI'],
  ['Atlantis', null],
  ['EU', null],
  ['ZZ', null],
  ['', null],
  [null, null],
])('%j is the country %j', (text, code) => expect(countryCodeOf(text)).toBe(code));

test.each([
  ['de', 'de'],
  ['de-DE', 'de'],
  ['de_AT', 'de'],
  ['DE', 'de'],
  ['deu', 'de'],
  ['gsw', 'gsw'],
  ['German', null],
  ['', null],
  ['*', null],
  [null, null],
])('%j is the language %j', (text, code) => expect(languageCodeOf(text)).toBe(code));
