/** The days that a follow-up is mostly put on, a click each. */
export const followUps = [
  { label: 'Tomorrow', days: 1 },
  { label: 'In a week', days: 7 },
  { label: 'In 2 weeks', days: 14 },
] as const;
