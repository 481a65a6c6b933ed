/**
 * Ids of people and devices as clients send them: compared as given, unless they say that nobody is known.
 *
 * What programs print for an absent value is the id of all who have none: two strangers with it would become one. The list holds
 * the usual words; PostHog and Segment refuse the same kind.
 */

/** What an id says. `ignored`: it is a word for nobody, which is as if it were absent. */
export type Identifier = { text: string } | { ignored: string } | { error: string } | null;

const nobodyWords = new Set([
  // Absent values as languages and databases print them.
  ...[
    'undefined',
    'null',
    'nil',
    'none',
    'nan',
    'na',
    'n/a',
    '#n/a',
    'void',
    'empty',
    'blank',
    'missing',
    '\\n',
  ],
  ...[
    'nullptr',
    'dbnull',
    '%!s(nil)',
    '%!s(<nil)',
    'optional.empty',
    'no value',
    'novalue',
    'not set',
    'unset',
    'true',
    'false',
  ],
  ...['object object', 'object null', 'object undefined', 'infinity', '-infinity'],
  ...['not provided', 'not available', 'not applicable', 'unspecified'],
  // Words for somebody who is not known.
  ...[
    'anonymous',
    'anonymous user',
    'anonymous_user',
    'anonymoususer',
    'anon',
    'unknown',
    'unknown user',
    'unknown_user',
  ],
  ...[
    'guest',
    'guest user',
    'guest_user',
    'guestuser',
    'visitor',
    'nobody',
    'no one',
    'noone',
    'not_authenticated',
  ],
  ...['not authenticated', 'unauthenticated', 'not logged in', 'not_logged_in', 'logged out', 'logged_out'],
  // Names of the field instead of its value.
  ...[
    'id',
    'userid',
    'user_id',
    'user id',
    'uid',
    'anonymousid',
    'anonymous_id',
    'distinctid',
    'distinct_id',
    'email',
  ],
]);

/** In quotes or brackets: `<nil>`, `(not set)`, `"null"`. */
const wrapping = /^[\s"'`“”‘’()[\]{}<>]+|[\s"'`“”‘’()[\]{}<>]+$/g;

/** What cannot be seen, white space aside: a word for nobody stays one with it. */
const unseen = /(?!\s)[\p{Cc}\p{Cf}]/gu;

/** A place in a template that was not filled: `{{ user.id }}`, `${user_id}`, `<%= id %>`, `*|UNIQID|*`, `%%email%%`. */
const unfilled = /^(?:\{\{.*\}\}|\$\{.*\}|<%.*%>|\*\|.*\|\*|%%.*%%|%[A-Za-z_]+%)$/;

/** Nothing but zeros, as in the UUID of nobody. */
const zeros = /^[0-]*0[0-]*$/;

/** Returns what an id says; null where there is none. */
export function identifierIn(value: unknown): Identifier {
  if (value === undefined || value === null) return null;
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

/** Most ids: longer than any word for nobody, and not wrapped. */
const surelySomebody = /^[1-9A-Za-z_][\w-]{23,}$/;

function meansNobody(text: string): boolean {
  // No word for nobody is longer, however it is wrapped.
  if (text.length > 64 || surelySomebody.test(text)) return false;
  const seen = text.normalize('NFKC').replaceAll(unseen, '');
  const word = seen.toLowerCase().replace(wrapping, '').replaceAll(/\s+/g, ' ');
  return word === '' || zeros.test(word) || nobodyWords.has(word) || unfilled.test(text);
}
