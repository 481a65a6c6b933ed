/** The words of a weekly review: what is there, nothing that is not, and nothing that could be run. */
import { describe, expect, test } from 'vitest';
import {
  type ReviewItem,
  type ReviewSection,
  reviewSections,
  type WeeklyReview,
} from '../../contract/api/api.ts';
import { reviewMail } from './review-mail.core.ts';

const item = (change: Partial<ReviewItem>): ReviewItem => ({
  kind: 'task',
  id: 'tk_1',
  name: 'Contact Ada',
  about: 'Ada',
  at: '2026-11-29T20:00:00.000Z',
  day: null,
  amount: null,
  currency: null,
  ...change,
});

function review(given: Partial<WeeklyReview['sections']>): WeeklyReview {
  const names = Object.keys(reviewSections) as ReviewSection[];
  const empty = Object.fromEntries(names.map((name) => [name, { count: 0, items: [] }]));
  return {
    owner: 'ann@example.com',
    timeZone: 'Asia/Kolkata',
    week: '2026-11-30',
    sections: { ...empty, ...given } as WeeklyReview['sections'],
  };
}

describe('a weekly review as a mail', () => {
  test('is none where there is nothing to say', () => {
    expect(reviewMail(review({}))).toBeNull();
  });

  test('names what there is, by the days of the reader', () => {
    const mail = reviewMail(
      review({
        overdueTasks: { count: 22, items: [item({})] },
        lateOpportunities: {
          count: 1,
          items: [
            item({
              kind: 'opportunity',
              name: 'Mugs',
              at: null,
              day: '2026-11-27',
              amount: '1200.50',
              currency: 'USD',
            }),
          ],
        },
      }),
    );
    expect(mail?.subject).toBe('Your week: 22 overdue, 0 due, 0 to contact');
    expect(mail?.text).toBe(
      [
        'Your week from Monday 30 November.',
        // 20:00 in UTC is the next day in Kolkata.
        'Tasks overdue: 22\n- Contact Ada, Ada, Monday 30 November\n- and 21 more',
        'Opportunities past their expected close: 1\n- Mugs, Ada, USD 1200.50, Friday 27 November',
        'This review comes once a week. You can switch it off in your own settings.',
      ].join('\n\n'),
    );
    expect(mail?.html).toContain(
      '<h2>Tasks overdue: 22</h2><ul><li>Contact Ada, Ada, Monday 30 November</li>',
    );
  });

  test('runs nothing and breaks no line that somebody wrote into a name', () => {
    const mail = reviewMail(
      review({
        untouchedLeads: {
          count: 1,
          items: [item({ name: '<img src=x onerror="a()">', about: "O'Neil &\r\n\r\nBcc: x" })],
        },
      }),
    );
    expect(mail?.html).toContain(
      '<li>&lt;img src=x onerror=&quot;a()&quot;&gt;, O&#39;Neil &amp; Bcc: x, Monday',
    );
    expect(mail?.html).not.toContain('<img');
    expect(mail?.text).toContain(`- <img src=x onerror="a()">, O'Neil & Bcc: x, Monday 30 November\n`);
  });
});
