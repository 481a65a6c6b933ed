/** The spans of time that rules, caps and counts are kept in. */

export const periods = ['visit', 'day', 'week', 'month', 'quarter'] as const;
export type Period = (typeof periods)[number];
