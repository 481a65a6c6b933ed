/** The statuses a programme may move a lead to: those of the pipeline in which its leads begin, `emea/lead`. */

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
