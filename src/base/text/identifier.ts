/**
 * Ids of people and devices as clients send them: compared as given, unless they say that nobody is known.
 *
 * What programs print for an absent value is the id of all who have none: two strangers with it would become one. The list holds
 * the usual words; PostHog and Segment refuse the same kind.
 */

import { isNobodysAddress } from './email-address.ts';
import { unseen } from './unseen.ts';

/** What an id says. `ignored`: it is a word for nobody, which is as if it were absent. */
export type Identifier = { text: string } | { ignored: string } | { error: string } | null;

/** Absent values as languages and databases print them. */
const absentWords = new Set(['undefined', 'null', 'nil', 'none', 'nan', 'nullptr', 'dbnull', 'nsnull']);

/** In lower case, with a space where there may be a dot, a hyphen or an underscore. */
const nobodyWords = new Set([
  ...absentWords,
  ...['na', 'n/a', 'n a', 'void', 'empty', 'blank', 'missing', 'optional empty'],
  ...['no value', 'novalue', 'not set', 'unset', 'true', 'false', 'infinity'],
  ...['not provided', 'not available', 'not applicable', 'unspecified'],
  // Words for somebody who is not known.
  ...['anonymous', 'anonymous user', 'anonymoususer', 'anon', 'unknown', 'unknown user', 'unknownuser'],
  ...['guest', 'guest user', 'guestuser', 'visitor', 'nobody', 'no one', 'noone', 'no user', 'no id'],
  ...['not authenticated', 'unauthenticated', 'not logged in', 'logged out'],
  // Names of the field instead of its value.
  ...['id', 'userid', 'user id', 'uid', 'anonymousid', 'anonymous id', 'distinctid', 'distinct id', 'email'],
  ...['your user id', 'your userid', 'user id here'],
  // The usual words of other languages for a guest, and for somebody or something that is not known.
  ...['gast', 'besucher', 'unbekannt', 'anonym', 'niemand', 'nicht angegeben', 'keine angabe'],
  ...['invité', 'visiteur', 'anonyme', 'inconnu', 'inconnue', 'non renseigné', 'aucun'],
  ...['invitado', 'visitante', 'anónimo', 'anonimo', 'desconocido', 'ninguno', 'nulo'],
  ...['convidado', 'anônimo', 'desconhecido', 'nenhum', 'ospite', 'visitatore', 'sconosciuto', 'nessuno'],
  ...['bezoeker', 'onbekend', 'anoniem', 'gość', 'nieznany', 'anonimowy', 'anonymní', 'neznámý'],
  ...['gäst', 'okänd', 'gæst', 'ukendt', 'gjest', 'ukjent', 'tuntematon', 'misafir', 'bilinmeyen', 'anonim'],
  ...['гость', 'неизвестно', 'неизвестный', 'аноним', 'анонимный', 'гість', 'невідомо', 'анонім'],
  ...['游客', '遊客', '访客', '訪客', '匿名', '匿名用户', '未知', 'ゲスト', '名無し', '不明'],
  ...[
    '게스트',
    '손님',
    '익명',
    '비회원',
    '알 수 없음',
    'زائر',
    'ضيف',
    'مجهول',
    'غير معروف',
    'अतिथि',
    'अज्ञात',
  ],
]);

/** In quotes, brackets or other marks: `<nil>`, `(not set)`, `"null"`, `null,`, `:userId`. */
const wrapping = /^[\s\p{P}\p{Sm}\p{Sc}\p{Sk}]+|[\s\p{P}\p{Sm}\p{Sc}\p{Sk}]+$/gu;

/** What parts words, or the ids that a program puts together: `not-set`, `null|null`, `null:null`, `null,null`. */
const separators = /[\s_.@|:,;=+~-]+/g;

/** A place in a template that was not filled: `{{ user.id }}`, `${user_id}`, `<%= id %>`, `*|UNIQID|*`, `%%email%%`. */
const unfilled = /^(?:\{\{.*\}\}|\$\{.*\}|<%.*%>|\*\|.*\|\*|%%.*%%|%[A-Za-z_]+%)$/;

/** A value that is no text, as a program prints it: `[object Object]`, `[Object: null prototype] {}`, `%!s(<nil>)`, `\N`. */
const printed = /^\[object[ :].*\]|^%!\w\((?:<nil>|nil|missing)\)$|^\\N$/i;

/** A template filled with an absent value: `user_null`, `auth0|undefined`, `uid=null`; and such values with nothing between them. */
const filledWithNothing = new RegExp(
  [
    '^(?:user|customer|client|member|visitor|account|contact|uid|id)[\\s_:.|=/-]?(?:undefined|null|nan|none|nil)$',
    '^[\\w.|:=/-]+(?:[|=:/](?:undefined|null|nan)|[\\s_.-]undefined)$',
    '^(?:undefined|null|none)+$',
  ].join('|'),
);

/** Nothing but zeros, the greatest value, as in the UUIDs that stand for none (RFC 9562), or what a search says that found nothing: -1. */
const noNumber =
  /^(?:urn:)?(?:uuid:)?(?:-1(?:\.0+)?|[+-]?(?:0x)?[0.-]*0[0.-]*|f{8}-(?:f{4}-){3}f{12}|f{32})$/;

/** Returns what an id says; null where there is none. */
export function identifierIn(value: unknown): Identifier {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return { ignored: String(value) };
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER)
      return { error: 'a number beyond 2^53, where different ids become one; send it as a text' };
    return identifierIn(String(value));
  }
  if (typeof value !== 'string') return { error: 'expected a text or a number' };
  const text = value.trim();
  if (text === '') return null;
  return meansNobody(text) ? { ignored: text } : { text };
}

/** A text that says something, trimmed; null for anything else, and for what programs print where there is nothing. */
export function saidIn(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const found = identifierIn(value);
  return found !== null && 'text' in found ? found.text : null;
}

/** Most ids: plain, and with a digit, or longer than any word for nobody. */
const surelySomebody = /^(?=.*[1-9])[\w-]+$|^(?!f{8}-?f{4})[1-9A-Za-z_][\w-]{23,}$/i;
/** Unless they end in what was absent, or are what a search says that found nothing. */
const perhapsNobody = /(?:undefined|null|none)$|^-1$/i;

/** No word for nobody is longer, however it is wrapped; … */
const wordLengthMax = 64;
/** … but a longer text may say nothing at all, up to what no id is as long as. */
const textLengthMax = 1_024;
const nothing = /^[\s0\p{P}\p{Sm}\p{Sc}\p{Sk}]*$/u;

function meansNobody(text: string): boolean {
  if (text.length > textLengthMax || (surelySomebody.test(text) && !perhapsNobody.test(text))) return false;
  const seen = text.normalize('NFKC').replaceAll(unseen, '').trim();
  if (seen.length > wordLengthMax) return nothing.test(seen);
  if (unfilled.test(seen) || printed.test(seen) || noNumber.test(seen.toLowerCase())) return true;
  const bare = seen.toLowerCase().replace(wrapping, '');
  const word = bare.replaceAll(separators, ' ');
  return (
    word === '' ||
    noNumber.test(bare) ||
    nobodyWords.has(word) ||
    filledWithNothing.test(bare) ||
    isNobodysAddress(bare) ||
    word.split(' ').every((part) => absentWords.has(part))
  );
}
