/** The page of a record by its id alone, as trails and reports name one. Pure. */

/** What the ids of a list begin with → the list. */
const lists = new Map(
  Object.entries({
    ...{ ld: '/leads', tk: '/tasks', pn: '/people', cp: '/companies', op: '/opportunities' },
    ...{ dl: '/deals', or: '/orders', jb: '/jobs', cm: '/campaigns' },
  }),
);

/** Null of what has no page. */
export function pageOfRecord(id: string): string | null {
  const list = lists.get(id.split('_', 1)[0] ?? '');
  return list === undefined ? null : `${list}/${encodeURIComponent(id)}`;
}
