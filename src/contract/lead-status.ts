/** The statuses of a lead, as the sales side words them. */

export const leadStatuses = [
  'Sent to sales',
  'In progress',
  'More info needed',
  'Qualifying',
  'On hold',
  'Marketing follow-up',
  'Closed lost',
  'Converted',
] as const;
export type LeadStatus = (typeof leadStatuses)[number];

/** The statuses that end a lead. */
export const closedStatuses: readonly LeadStatus[] = ['Closed lost', 'Converted'];
