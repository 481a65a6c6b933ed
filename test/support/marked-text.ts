/** Text between two markers of a page: `<!-- figures -->` … `<!-- end of figures -->`, made by a command, the rest by hand. */

/** Returns the page with the text between the markers replaced. Throws when the page has no such markers. */
export function replaceMarked(page: string, name: string, text: string): string {
  const [before, , after] = parted(page, name);
  return `${before}\n${text}\n${after}`;
}

/** Returns the text between the markers of a page. */
export function markedIn(page: string, name: string): string {
  return parted(page, name)[1].trim();
}

function parted(page: string, name: string): [string, string, string] {
  const [open, close] = [`<!-- ${name}`, `<!-- end of ${name} -->`];
  const opens = page.indexOf(open);
  const begins = page.indexOf('-->', opens) + '-->'.length;
  const ends = page.indexOf(close);
  if (opens < 0 || ends < begins)
    throw new Error(`the page has no text between "${open} … -->" and "${close}"`);
  return [page.slice(0, begins), page.slice(begins, ends), page.slice(ends)];
}
