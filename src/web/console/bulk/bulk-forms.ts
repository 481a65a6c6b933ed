/** What can be done with many records of a list, by those who may. */
import type { BulkList } from './bulk-api.ts';

export type BulkForm = 'assign' | 'move' | 'set' | 'do not contact' | 'campaign' | 'cancel';

/** Lists of records in stages. */
const inStages = ['leads', 'opportunities', 'deals', 'orders', 'jobs', 'campaigns'] as const;

interface Offered {
  form: BulkForm;
  label: string;
  lists: readonly BulkList[];
}

const forms: readonly Offered[] = [
  {
    form: 'assign',
    label: 'Assign…',
    lists: ['tasks', 'people', 'companies', ...inStages],
  },
  {
    form: 'move',
    label: 'Move…',
    lists: inStages,
  },
  {
    form: 'set',
    label: 'Set a field…',
    lists: ['tasks', 'people', 'companies', 'quotations', ...inStages],
  },
  { form: 'do not contact', label: 'Do not contact…', lists: ['people', 'companies'] },
  { form: 'campaign', label: 'Add to a campaign…', lists: ['leads', 'opportunities', 'tasks', 'people'] },
  { form: 'cancel', label: 'Cancel them…', lists: ['tasks'] },
];

/** The forms for a list, in their order; `may` says whether the user may change what an address names. */
export function formsFor(list: BulkList, may: (address: string) => boolean): readonly Offered[] {
  const mayFill = (form: BulkForm) =>
    form === 'campaign' ? may(`/${list}/x/campaign-influences`) : may(`/${list}/x`);
  return may('/bulk-acts') ? forms.filter(({ form, lists }) => lists.includes(list) && mayFill(form)) : [];
}
