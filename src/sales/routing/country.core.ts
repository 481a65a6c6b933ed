/** Countries as people and browsers write them, to ISO codes. Pure. */

/** Languages in which the names of countries are understood. */
const spoken = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'sv', 'pl'];

let byName: Map<string, string> | null = null;

/** Returns `DE` for `de`, `Germany`, `Deutschland`; null for an unknown country. */
export function countryCodeOf(text: string | null): string | null {
  if (text === null) return null;
  byName ??= namesOfCountries();
  const name = plain(text);
  return byName.get(name) ?? byName.get(name.replace(/^the /, '')) ?? null;
}

/** Returns `de` for `de-DE`, `de_AT`, `DE` or `deu`; null for no language. */
export function languageCodeOf(text: string | null): string | null {
  const code = /^([a-z]{2,3})(?:[-_].*)?$/i.exec(text?.trim() ?? '')?.[1];
  return code === undefined ? null : new Intl.Locale(code).language;
}

function namesOfCountries(): Map<string, string> {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const names = new Map<string, string>([
    ['uk', 'GB'],
    ['usa', 'US'],
  ]);
  const readers = spoken.map(
    (language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  );
  const isCountry = (code: string) => {
    const region = new Intl.Locale('und', { region: code }).region;
    return region === code && /^(?!AA|E[UZ]|UN|Q[M-Z]|X[A-Z]|ZZ)/.test(code);
  };
  for (const first of letters)
    for (const second of letters) {
      const code = first + second;
      if (!isCountry(code)) continue;
      const known = readers.flatMap((reader) => reader.of(code) ?? []);
      if (known.length === 0) continue;
      for (const name of [code, ...known]) if (!names.has(plain(name))) names.set(plain(name), code);
    }
  return names;
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}
