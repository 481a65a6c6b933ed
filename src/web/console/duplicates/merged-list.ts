/** The lists whose records can be merged. Pure. */
import type { MergedList } from '../../../contract/api/api.ts';

export function isMergedList(list: string): list is MergedList {
  return list === 'people' || list === 'companies';
}
