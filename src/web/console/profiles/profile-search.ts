/** What the address of a profile says: the programme whose score is shown. Pure. */
export interface ProfileSearch {
  programme?: string;
}

export function searchOfProfile({ programme }: Record<string, unknown>): ProfileSearch {
  return typeof programme === 'string' ? { programme } : {};
}
