/** The filters of an address as people and links write them: `?days=365`, each a plain text. Pure. */

/** Reads them. An address of before may have a text in quotation marks: `?days=%22365%22`. */
export function searchInAddress(written: string): Record<string, string> {
  return Object.fromEntries(
    [...new URLSearchParams(written)].map(([name, value]) => [name, unquoted(value)]),
  );
}

/** Writes them, with the question mark; what is empty is left out. */
export function addressOfSearch(search: Record<string, unknown>): string {
  const filters = Object.entries(search).flatMap(([name, value]) => {
    if (value === undefined || value === null || value === '') return [];
    const text = String(value);
    // One that has quotation marks of its own keeps them.
    return [[name, unquoted(text) === text ? text : JSON.stringify(text)]];
  });
  return filters.length === 0 ? '' : `?${new URLSearchParams(filters)}`;
}

function unquoted(text: string): string {
  if (!/^".*"$/s.test(text)) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
