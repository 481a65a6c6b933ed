/** Rows of the table of permissions, as the server decides by them and as a log-in reads its own. Pure. */

/** What a role may do below a path of the API. */
export interface Permission {
  /** `/*` at its end means the path and everything below; `:id` is any one part. */
  path: string;
  /** GET and HEAD. */
  mayRead: boolean;
  /** All other methods. */
  mayChange: boolean;
}

/** Whether a row is about a path; the first of a table that is decides. */
export function isAbout(pattern: string, given: string): boolean {
  // A record by its id in another system is under the row of its kind.
  const asked = given.replace(/^\/by-external-id(?=\/)/, '').split('/');
  const parts = pattern.replace(/\/\*$/, '').split('/');
  const isOfLength = pattern.endsWith('/*') ? asked.length >= parts.length : asked.length === parts.length;
  return isOfLength && parts.every((part, index) => part.startsWith(':') || part === asked[index]);
}

/** Whether these permissions allow to read what is at a path, such as `/leads/ld_1`; false where none is about it. */
export function mayRead(permissions: readonly Permission[], path: string): boolean {
  return permissions.find((one) => isAbout(one.path, path))?.mayRead === true;
}

/** Whether these permissions allow to change what is at a path, such as `/leads/ld_1`; false where none is about it. */
export function mayChange(permissions: readonly Permission[], path: string): boolean {
  return permissions.find((one) => isAbout(one.path, path))?.mayChange === true;
}
