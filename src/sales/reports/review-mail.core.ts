/** A weekly review as a mail: text and HTML from the same lines, with text of others escaped. Pure. */

import { escapedHtml, isolated } from '../../base/text/text.ts';
import {
  type ReviewItem,
  type ReviewSection,
  reviewSections,
  type WeeklyReview,
} from '../../contract/api/api.ts';

export interface ReviewMail {
  subject: string;
  text: string;
  html: string;
}

/** Returns the mail; null for an empty review, which is not sent. */
export function reviewMail({ sections, week, timeZone }: WeeklyReview): ReviewMail | null {
  const names = (Object.keys(reviewSections) as ReviewSection[]).filter((name) => sections[name].count > 0);
  if (names.length === 0) return null;
  const parts = names.map((name) => {
    const { count, items } = sections[name];
    const left = count - items.length;
    return {
      title: `${reviewSections[name]}: ${count}`,
      lines: [...items.map((item) => lineOf(item, timeZone)), ...(left > 0 ? [`and ${left} more`] : [])],
    };
  });
  const intro = `Your week from ${dayIn(week, 'UTC')}.`;
  const outro = 'This review comes once a week. You can switch it off in your own settings.';
  return {
    subject: `Your week: ${sections.overdueTasks.count} overdue, ${sections.dueTasks.count} due, ${sections.untouchedLeads.count} to contact`,
    text: [
      intro,
      ...parts.map(({ title, lines }) => [title, ...lines.map((line) => `- ${line}`)].join('\n')),
      outro,
    ].join('\n\n'),
    html: [
      '<!doctype html><html lang="en"><body>',
      `<p>${escapedHtml(intro)}</p>`,
      ...parts.map(
        ({ title, lines }) =>
          `<h2>${escapedHtml(title)}</h2><ul>${lines.map((line) => `<li>${escapedHtml(line)}</li>`).join('')}</ul>`,
      ),
      `<p>${escapedHtml(outro)}</p>`,
      '</body></html>',
    ].join('\n'),
  };
}

function lineOf({ name, about, at, day, amount, currency }: ReviewItem, timeZone: string): string {
  return [
    oneLine(name),
    ...(about === null ? [] : [oneLine(about)]),
    ...(amount === null ? [] : [`${currency} ${amount}`]),
    ...(at === null ? [] : [dayIn(at, timeZone)]),
    ...(day === null ? [] : [dayIn(day, 'UTC')]),
  ].join(', ');
}

/** `Monday 23 November`. */
function dayIn(at: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
  });
  return format.format(new Date(at)).replace(',', '');
}

function oneLine(text: string): string {
  return isolated(text.replace(/\s+/g, ' ').trim());
}
