/** What can be set of many records of a list at once, besides their owner and stage. Data. */
import type { WantedField } from '../work/wanted-fields.ts';
import type { BulkList } from './bulk-api.ts';

const text = (field: string, label: string): WantedField => ({ field, label, type: 'text', choices: null });
const date = (field: string, label: string): WantedField => ({ field, label, type: 'date', choices: null });
const kinds = ['prospect', 'contact', 'customer'];
const sums = [date('expectedClose', 'Expected close'), text('currency', 'Currency')];

/** The parts of a change of one record, by the names of the API. */
export const changedFields: Readonly<Record<BulkList, readonly WantedField[]>> = {
  leads: [],
  tasks: [date('dueOn', 'Due on'), text('subject', 'What to do')],
  people: [
    { field: 'kind', label: 'Kind', type: 'choice', choices: kinds },
    ...[text('title', 'Title'), text('company', 'Company'), text('country', 'Country')],
    text('language', 'Language'),
  ],
  companies: [text('country', 'Country'), text('phone', 'Phone')],
  opportunities: sums,
  deals: sums,
  orders: sums,
  jobs: [date('expectedClose', 'Expected close')],
  campaigns: [],
  quotations: [
    { field: 'status', label: 'Status', type: 'choice', choices: ['sent', 'accepted', 'declined'] },
    date('followUpOn', 'Follow up on'),
  ],
};
