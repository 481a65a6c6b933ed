/** The weekly review as the API shows it, and the titles of its sections. */
import { z } from 'zod';

export const reviewQuerySchema = z.strictObject({ owner: z.string().trim().min(1).max(500).optional() });

const itemSchema = z.object({
  kind: z.enum(['task', 'lead', 'opportunity', 'quotation', 'activity']),
  id: z.string(),
  /** Its name, and the person or company it is about. */
  name: z.string(),
  about: z.string().nullable(),
  /** Its deadline, or when it was opened, ended or happened. */
  at: z.iso.datetime().nullable(),
  /** The day of its expected close or follow-up, for an item without `at`. */
  day: z.iso.date().nullable(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
});
export type ReviewItem = z.infer<typeof itemSchema>;

/** The count, and the first items. */
const sectionSchema = z.object({ count: z.number().int(), items: z.array(itemSchema) });

/** The sections in their order, with their titles. */
export const reviewSections = {
  overdueTasks: 'Tasks overdue',
  dueTasks: 'Tasks due this week',
  untouchedLeads: 'Leads nobody has contacted yet',
  idleOpportunities: 'Opportunities without a next step',
  lateOpportunities: 'Opportunities past their expected close',
  quotationsToFollowUp: 'Quotations to follow up this week',
  loggedLate: 'Logged later than the day it happened, last week',
  won: 'Won last week',
  lost: 'Lost last week',
} as const;
export type ReviewSection = keyof typeof reviewSections;

const names = Object.keys(reviewSections) as ReviewSection[];

export const weeklyReviewSchema = z.object({
  owner: z.string(),
  timeZone: z.string(),
  /** The Monday of its week, by the owner's calendar. */
  week: z.iso.date(),
  sections: z.object(
    Object.fromEntries(names.map((name) => [name, sectionSchema])) as Record<
      ReviewSection,
      typeof sectionSchema
    >,
  ),
});
export type WeeklyReview = z.infer<typeof weeklyReviewSchema>;
