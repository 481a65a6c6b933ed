/** The records of any list: found by its filters, and changed in an open transaction as a user changes one over the API. */
import type { Queryable } from '../../base/database/database.ts';
import type { ChangedList, ChangeOf, FilteredList } from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { changeQuotation, quotationsThatFit } from '../quotes/quotes.ts';
import type { Revised } from '../store/store.ts';
import { changeRecord, recordColumnsOf, recordsThatFit } from '../workflow/workflow.ts';
import { changeCompanyIn, companiesThatFit } from './companies.ts';
import { changeLead } from './lead-changes.ts';
import { leadsThatFit, peopleThatFit, tasksThatFit } from './lists.ts';
import type { MarkingContext } from './marking.ts';
import { changePersonIn } from './people.ts';
import { changeTaskIn } from './task-changes.ts';

/** The kinds of records in stages, by their lists; leads are changed by rules of their own. */
const flowKindOf = {
  opportunities: 'opportunity',
  deals: 'deal',
  orders: 'order',
  jobs: 'job',
  campaigns: 'campaign',
} as const satisfies Partial<Record<ChangedList, FlowKind>>;

/** Returns the kind of the records of a list that stand in stages; null for those that do not. */
export function flowKindIn(list: ChangedList): FlowKind | null {
  if (list === 'leads') return 'lead';
  return list in flowKindOf ? flowKindOf[list as keyof typeof flowKindOf] : null;
}

/** Who looks for records, and how. */
interface Looking {
  /** Whose teams `mine` means. */
  caller: string;
  nowMs: number;
  countMax: number;
  /** The one record that is looked for; absent for all. */
  id?: string;
}

/** Returns the ids of the records of a list that fit its filter, in its order, `countMax` at most. */
export async function idsThatFit(
  database: Queryable,
  { list, filter }: FilteredList,
  { caller, nowMs, countMax, id }: Looking,
): Promise<string[]> {
  const found =
    list === 'leads'
      ? await leadsThatFit(database, filter)
      : list === 'tasks'
        ? tasksThatFit(filter, { caller, nowMs })
        : list === 'people'
          ? peopleThatFit(filter)
          : list === 'companies'
            ? companiesThatFit(filter)
            : list === 'quotations'
              ? quotationsThatFit(filter, nowMs)
              : recordsThatFit(flowKindOf[list], filter);
  found.where(`${list}.id = ?`, id);
  return found.ids(database, list, countMax);
}

/** Changes a record. Returns how long leads have waited for this contact, seconds. Throws what the change itself throws. */
export async function changeOne<List extends ChangedList>(
  context: MarkingContext,
  list: List,
  id: string,
  given: Revised<ChangeOf[List]>,
): Promise<number[]> {
  const change = given as Revised<never>;
  switch (list) {
    case 'tasks':
      return changeTaskIn(context, id, change);
    case 'people':
      await changePersonIn(context, id, change);
      return [];
    case 'companies':
      await changeCompanyIn(context, id, change);
      return [];
    case 'leads':
      await changeLead(context, id, change);
      return [];
    case 'quotations':
      await changeQuotation(context, id, change);
      return [];
    default:
      await changeInStages(context, flowKindOf[list as keyof typeof flowKindOf], id, change);
      return [];
  }
}

async function changeInStages(
  context: MarkingContext,
  kind: FlowKind,
  id: string,
  { fields, stage, when, reason, revision, ...rest }: Revised<ChangeOf['opportunities']>,
): Promise<void> {
  const columns = recordColumnsOf(rest);
  await changeRecord(context, kind, id, { fields, to: stage, when, reason, columns, revision });
}
