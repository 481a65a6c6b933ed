/** Cells of a file as values: numbers with a stated comma, days in a stated order, words of closed lists. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import { emailAddressIn, identifierIn, unguardedCell } from '../../base/text/text.ts';
import { instantIn, timeZoneSchema } from '../../base/time/time.ts';
import {
  daySchema,
  externalSourceSchema,
  type ImportDates,
  type ImportDecimal,
  personKinds,
  quotationNumberSchema,
  userRoles,
} from '../../contract/api/api.ts';
import { plainWord } from '../../contract/language/language.ts';
import { countryCodeOf, languageCodeOf } from '../routing/routing.ts';

/** How the cells of a file are to be understood. */
export interface CellRules {
  decimal: ImportDecimal;
  /** Whether nobody has stated it: then a number of which it decides the size is refused. */
  isDecimalFound?: boolean;
  dates: ImportDates;
}

export type CellValue = string | number | boolean | string[];
export type Cell = { value: CellValue } | { error: string };

const cell = (value: CellValue): Cell => ({ value });
const bad = (error: string): Cell => ({ error });

const textLengthMax = 500;
const moneyMax = 1e12;

const yes = new Set([
  'true',
  'yes',
  'y',
  '1',
  'x',
  'ja',
  'j',
  'wahr',
  'oui',
  'vrai',
  'si',
  'sí',
  'sì',
  'verdadero',
]);
const no = new Set(['false', 'no', 'n', '0', 'nein', 'falsch', 'non', 'faux', 'falso']);

const domainShape = /^(?:[a-z0-9-]+\.)+[a-z0-9-]+$/;

const textCell = (text: string): Cell =>
  text.length > textLengthMax ? bad(`expected at most ${textLengthMax} characters`) : cell(text);

function languageCell(text: string): Cell {
  const code = languageCodeOf(text);
  return code === null ? bad('expected an ISO language code such as "de"') : cell(code);
}

/** Each type of a cell: what it reads from a text that is not empty. Errors say what is expected. */
export const cellTypes = {
  text: textCell,
  /** A name or title of somebody. */
  said: textCell,
  id: (text: string) =>
    /^[\w.-]{1,100}$/.test(text) ? cell(text) : bad('expected the id of a record, as an export has it'),
  'external id': (text: string) =>
    text.length > limits.externalIdLengthMax
      ? bad(`expected at most ${limits.externalIdLengthMax} characters`)
      : cell(text),
  'external source': (text: string) => {
    const source = externalSourceSchema.safeParse(text);
    return source.success ? cell(source.data) : bad('expected the name of a system such as "hubspot"');
  },
  'quotation number': (text: string) =>
    quotationNumberSchema.safeParse(text).success
      ? cell(text)
      : bad(`expected at most ${quotationNumberSchema.maxLength} characters`),
  phone: textCell,
  /** Of a pipeline: as it is, up to the length of a cell. */
  field: cell,
  /** An address in its one form; another name of an owner as it is. */
  owner: (text: string) => textCell(emailAddressIn(text) ?? text),
  email: (text: string) => {
    const address = emailAddressIn(text.replace(/^mailto:/i, ''));
    return address === null ? bad('expected an e-mail address') : cell(address);
  },
  domain: (text: string) => {
    const domain = text.toLowerCase().replace(/^@|^https?:\/\/(?:www\.)?|\/.*$/g, '');
    return domainShape.test(domain) && domain.length <= 253
      ? cell(domain)
      : bad('expected a domain such as "example.com"');
  },
  country: (text: string) => {
    const code = countryCodeOf(text);
    return code === null ? bad('expected a country, as its name or an ISO code such as "DE"') : cell(code);
  },
  language: languageCell,
  languages: (text: string) => list(text, languageCell),
  names: (text: string) => list(text, textCell),
  flag: (text: string) => {
    const word = text.toLowerCase();
    if (yes.has(word)) return cell(true);
    return no.has(word) ? cell(false) : bad('expected "yes" or "no"');
  },
  'kind of person': (text: string) => oneOf(text, personKinds),
  role: (text: string) => oneOf(text, userRoles),
  'time zone': (text: string) =>
    timeZoneSchema.safeParse(text).success ? cell(text) : bad('expected a time zone such as "Europe/Berlin"'),
  currency: (text: string) =>
    /^[A-Za-z]{3}$/.test(text) ? cell(text.toUpperCase()) : bad('expected a currency such as "EUR"'),
  number: (text: string, rules: CellRules) => {
    if (isAmbiguous(text, rules)) return bad(ambiguousWords);
    const number = numberIn(text, rules);
    return number === null ? bad(`expected a number ${decimalWords(rules)}`) : cell(Number(number));
  },
  count: (text: string, rules: CellRules) => {
    if (isAmbiguous(text, rules)) return bad(ambiguousWords);
    const number = numberIn(text, rules);
    return number !== null &&
      Number.isInteger(Number(number)) &&
      Number(number) >= 0 &&
      Number(number) <= 10_000
      ? cell(Number(number))
      : bad('expected a whole number from 0 to 10000');
  },
  /** As PostgreSQL writes it: a point and two decimals. */
  money: (text: string, rules: CellRules) => {
    if (isAmbiguous(text, rules)) return bad(ambiguousWords);
    const number = numberIn(text, rules);
    if (number === null) return bad(`expected a number ${decimalWords(rules)}, without a currency`);
    if (Number(number) < 0 || Number(number) > moneyMax)
      return bad(`expected a number from 0 to ${moneyMax}`);
    const [whole = '0', decimals = ''] = number.split('.');
    if (/[1-9]/.test(decimals.slice(2))) return bad('expected at most two decimals');
    return cell(`${whole.replace(/^-?0*(?=\d)/, '')}.${decimals.slice(0, 2).padEnd(2, '0')}`);
  },
  day: (text: string, { dates }: CellRules) => {
    const day = dayIn(text, dates);
    return day === null ? bad(dayWords[dates]) : cell(day);
  },
  /** A moment in UTC, or a day as it is: its zone is a matter of the record. */
  moment: (text: string, { dates }: CellRules) => {
    const atMs = momentShape.test(text) ? instantIn(text) : null;
    const found = atMs === null ? dayIn(text, dates) : new Date(atMs).toISOString();
    return found === null
      ? bad(`${dayWords[dates]}, or a moment with its zone such as "2026-12-01T09:00:00Z"`)
      : cell(found);
  },
} as const satisfies Record<string, (text: string, rules: CellRules) => Cell>;

export type CellType = keyof typeof cellTypes;

/** Types in which a word for nobody, such as `n/a`, is no value. */
const ofSomebody: readonly CellType[] = ['said', 'email', 'phone', 'owner'];

/** Returns the value of a cell; null for an empty one. */
export function cellValueOf(given: string, type: CellType, rules: CellRules): Cell | null {
  const text = unguardedCell(given).normalize('NFC').trim();
  if (text === '') return null;
  if (text.length > limits.importCellLengthMax)
    return bad(`expected at most ${limits.importCellLengthMax} characters`);
  if (text.includes('\0')) return bad('it holds a character that cannot be stored (U+0000)');
  const found = ofSomebody.includes(type) ? identifierIn(text) : null;
  return found !== null && 'ignored' in found ? null : cellTypes[type](text, rules);
}

function oneOf(text: string, words: readonly string[]): Cell {
  const word = words.find((one) => plainWord(one) === plainWord(text));
  return word === undefined ? bad(`expected ${words.map((one) => `"${one}"`).join(', ')}`) : cell(word);
}

function list(text: string, read: (one: string) => Cell): Cell {
  const values: string[] = [];
  for (const part of text.split(';')) {
    const one = part.trim();
    if (one === '') continue;
    const found = read(one);
    if ('error' in found) return bad(`"${one}": ${found.error}; separate several with ";"`);
    values.push(String(found.value));
  }
  return cell(values);
}

const decimalWords = ({ decimal }: CellRules) =>
  decimal === ',' ? 'with a decimal comma ("decimal" is ",")' : 'with a decimal point ("decimal" is ".")';

const ambiguousWords =
  'it may be a thousandfold: "1.500" is 1500 or 1.5; state "decimal" as "," or "." for the file';

/** Whether a found separator alone says if three digits behind it are thousands or decimals. */
function isAmbiguous(text: string, { isDecimalFound = false }: CellRules): boolean {
  return isDecimalFound && /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
}

/** Spaces that group digits: usual, without break, narrow, thin; and the apostrophe of Switzerland. */
const grouping = "[ \\u00a0\\u202f\\u2009'’]";
const shapes = {
  '.': new RegExp(`^[+-]?(?:\\d+|\\d{1,3}(?:,\\d{3})+|\\d{1,3}(?:${grouping}\\d{3})+)(?:\\.\\d+)?$`),
  ',': new RegExp(`^[+-]?(?:\\d+|\\d{1,3}(?:\\.\\d{3})+|\\d{1,3}(?:${grouping}\\d{3})+)(?:,\\d+)?$`),
} as const;

/** A number with a point; null for a text that is none by that comma. Digits may be grouped by threes. */
function numberIn(text: string, { decimal }: CellRules): string | null {
  if (!shapes[decimal].test(text)) return null;
  const digits = text.replace(new RegExp(grouping, 'g'), '').replace(/^\+/, '');
  return decimal === ',' ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', '');
}

const dayWords: Record<ImportDates, string> = {
  ymd: 'expected a day such as "2026-12-01"; for other orders state "dates": "dmy" or "mdy"',
  dmy: 'expected a day such as "01.12.2026" (the day first)',
  mdy: 'expected a day such as "12/01/2026" (the month first)',
};

/** With a zone: a moment without one is another in each. */
const momentShape = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)$/;

/** A day as `2026-12-01`; null for a text that is none in that order. ISO days are read in every order: they cannot mean another. */
function dayIn(text: string, dates: ImportDates): string | null {
  const bare = text.replace(/[T ]00:00(?::00(?:\.0+)?)?Z?$/, '');
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(bare);
  const other = dates === 'ymd' ? null : /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$/.exec(bare);
  const [year, month, day] =
    iso !== null
      ? iso.slice(1)
      : [other?.[3], ...(dates === 'dmy' ? [other?.[2], other?.[1]] : [other?.[1], other?.[2]])];
  if (year === undefined || month === undefined || day === undefined) return null;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return daySchema.safeParse(written).success ? written : null;
}
