/** One alert in the words that mail and Slack share. Pure, not escaped. */

import { limits } from '../../base/kernel/kernel.ts';
import { isolated } from '../../base/text/text.ts';
import { alertEntry, type LeadSnapshot, type TaskView } from '../../contract/api/api.ts';
import type { DueNotice } from './digest.core.ts';

/** Where and when a message is read. */
export interface Reading {
  /** The console's address, without a slash at its end. */
  publicUrl: string;
  /** IANA name. */
  timeZone: string;
  nowMs: number;
}

export interface Story {
  headline: string;
  fields: { label: string; value: string }[];
  link: { text: string; url: string };
}

export function storyOf(notice: DueNotice, reading: Reading): Story {
  const { alert, present } = notice;
  const { lead, task, record } = alert.data;
  const fields = [
    field('What', record === undefined ? null : oneLine(record.text)),
    field('Where', record === undefined || record.stage === '' ? null : whereOf(record)),
    field('Task', lead === undefined && task !== undefined ? oneLine(task.subject) : null),
    ...heatFields(notice),
    field('Deadline', deadlineInWords(present.dueAt ?? task?.dueAt ?? null, task ?? lead?.task, reading)),
    field('Why you were notified', alert.data.reason === undefined ? null : oneLine(alert.data.reason)),
    field('Why it is yours', present.routingReason === null ? null : oneLine(present.routingReason)),
  ];
  return {
    headline: headlineOf(notice),
    fields: fields.filter((one) => one !== null),
    link: linkTo(alert.data, reading),
  };
}

function whereOf({ name, stage }: { name: string; stage: string }): string {
  return `${oneLine(name)}, at ${oneLine(stage)}`;
}

/** Returns the headline of a digest: the count, and the first headline. */
export function digestHeadline(stories: readonly Story[]): string {
  return `${stories.length} alerts, first: ${stories[0]?.headline ?? ''}`;
}

function headlineOf({ alert }: DueNotice): string {
  const { type, data } = alert;
  const { tier = 0 } = data.lead ?? data.task ?? data.profile ?? {};
  const { title } = alertEntry(type);
  const who = whoOf(data.lead ?? data.task) ?? oneLine(data.record?.name ?? data.task?.subject ?? '');
  return `${chilies(tier)}${title}${who === '' ? '' : `: ${who}`}`;
}

/** Name or address, and the company. */
function whoOf(work: LeadSnapshot | TaskView | undefined): string | null {
  const { name, email, company } = work?.person ?? { name: null, email: null, company: null };
  const parts = [name ?? email, company].flatMap((part) => (part === null ? [] : oneLine(part)));
  return parts.length === 0 ? null : parts.join(', ');
}

/** Returns one chili for each tier, with a space. */
function chilies(tier: number): string {
  return tier === 0 ? '' : `${'🌶'.repeat(tier)} `;
}

function heatFields({ alert }: DueNotice) {
  const { lead, task, profile } = alert.data;
  const heat = lead ?? task ?? profile;
  if (heat === undefined || heat.tiers === 0) return [];
  const named = heat.tier === 0 ? 'cooled off' : oneLine(heat.tierName);
  return [
    field('Heat', `${chilies(heat.tier)}${named}, score ${Math.round(heat.score * 10) / 10}`),
    field('Reasons', reasonsInWords(heat.reasons)),
  ];
}

/** Returns the reasons with the most points, and how many more there are. */
function reasonsInWords(reasons: LeadSnapshot['reasons']): string | null {
  const paying = reasons.filter(({ value }) => value > 0).sort((one, other) => other.value - one.value);
  const shown = paying.slice(0, limits.reasonsShownMax);
  if (shown.length === 0) return null;
  const words = shown.map(({ label, value, left }) => {
    const basket = left === undefined ? '' : ` (${oneLine(left)})`;
    return `${oneLine(label)} +${Math.round(value * 10) / 10}${basket}`;
  });
  const more = paying.length - shown.length;
  return `${words.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function deadlineInWords(
  dueAt: string | null,
  task: { status: string } | null | undefined,
  { timeZone, nowMs }: Reading,
): string | null {
  if (dueAt === null || (task?.status ?? 'Open') !== 'Open') return null;
  const leftMs = Date.parse(dueAt) - nowMs;
  const when = `${momentInWords(Date.parse(dueAt), timeZone)}`;
  return leftMs >= 0 ? `${when}, ${spanInWords(leftMs)} left` : `${when}, ${spanInWords(-leftMs)} ago`;
}

/** `Tue 24 Nov 2026, 13:00 (Europe/London)`. */
export function momentInWords(atMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${of('weekday')} ${of('day')} ${of('month')} ${of('year')}, ${of('hour')}:${of('minute')} (${timeZone})`;
}

/** Returns whole days from two on, whole hours from one on, else minutes; rounded down. */
export function spanInWords(ms: number): string {
  const { dayMs, hourMs, minuteMs } = limits;
  if (ms < minuteMs) return 'less than a minute';
  const [unit, unitMs] =
    ms >= 2 * dayMs ? ['day', dayMs] : ms >= hourMs ? ['hour', hourMs] : ['minute', minuteMs];
  const count = Math.floor(ms / unitMs);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function linkTo({ lead, task }: DueNotice['alert']['data'], { publicUrl }: Reading): Story['link'] {
  const at = (path: string) => `${publicUrl}/${path}`;
  const leadId = lead?.id ?? task?.lead ?? null;
  if (leadId !== null) return { text: 'Open the lead', url: at(`leads/${encodeURIComponent(leadId)}`) };
  if (task) return { text: 'Open the task', url: at(`tasks/${encodeURIComponent(task.id)}`) };
  return { text: 'Open the console', url: at('') };
}

function field(label: string, value: string | null): Story['fields'][number] | null {
  return value === null ? null : { label, value };
}

/** Returns text of others on one line of bounded length, without direction controls. */
export function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\s\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return isolated(clipped(plain, limits.messageTextLengthMax));
}

/** Returns at most `lengthMax` UTF-16 units, no character halved. A cut ends in `…`. */
export function clipped(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > lengthMax - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
