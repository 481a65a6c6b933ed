/** What makes the first row of each table: an empty one says what to do next. Pure. */

/** By the address of the table. */
export const firstRows: Readonly<Record<string, string>> = {
  '/tasks': 'A hot lead brings one, and a rep plans others on the page of a record.',
  '/leads': 'One opens as soon as somebody with an address or phone has points enough for your rules.',
  '/people': 'Import them from a file, or send who your visitors are with your events.',
  '/companies': 'Import them from a file; people bring theirs too.',
  '/opportunities': 'Convert a lead, or import them from a file.',
  '/deals': 'They come of leads and opportunities in a pipeline of deals.',
  '/orders': 'They come of what was won, in a pipeline of orders.',
  '/jobs': 'They come of orders, in a pipeline of jobs.',
  '/quotations': 'Write one on the page of an opportunity.',
  '/campaigns': 'They are begun in a pipeline of campaigns, or over the API.',
};
