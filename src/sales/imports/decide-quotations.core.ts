/**
 * What rows do to quotations: a new one is put in as it stands elsewhere, a draft gets another amount or follow-up date. Pure.
 *
 * Nobody is mailed about a list, and no task is made: a quotation that was sent is followed up by `followUp=due`. Sending one and its
 * answer have conditions and effects: they are no matter of a file.
 */
import { zoneOf } from '../../base/time/time.ts';
import { quotationStatuses } from '../../contract/api/api.ts';
import { plainWord } from '../../contract/language/language.ts';
import { isDay, isSameMoment, momentIn } from './cell-moments.core.ts';
import { type Decision, decided, problemOf, type Stored, textIn, written } from './decision.core.ts';
import type { ReadRow, Values } from './rows.core.ts';
import type { SeenKeys } from './seen-keys.core.ts';

/** What a quotation is of. */
export interface QuotedOpportunity {
  id: string;
  currency: string;
  /** Of its sales process: in it a follow-up day begins. */
  timeZone: string;
  /** How it has ended; null while it is open. */
  ended: string | null;
  /** The default follow-up day of a quotation sent at a time, ms. */
  followUpDayOf: (sentMs: number) => string;
}

export class QuotationsWorld {
  readonly #byId = new Map<string, Stored>();
  readonly #byNumber = new Map<string, Stored>();
  /** Opportunities by their id, and by their id in another system where that is one's alone. */
  readonly opportunities: ReadonlyMap<string, QuotedOpportunity>;
  /** Accepted quotations as they are named, by opportunity: each has one at most. */
  readonly #accepted = new Map<string, string>();
  readonly #acceptedAbove: SeenKeys;

  constructor(given: {
    quotations: readonly Stored[];
    accepted: ReadonlyMap<string, string>;
    opportunities: ReadonlyMap<string, QuotedOpportunity>;
    /** Opportunities that rows so far enter an accepted one of: the rows of former batches are stored only when they are applied. */
    acceptedAbove: SeenKeys;
  }) {
    for (const one of given.quotations) this.put(one);
    for (const [opportunity, number] of given.accepted) this.#accepted.set(opportunity, `"${number}"`);
    this.opportunities = given.opportunities;
    this.#acceptedAbove = given.acceptedAbove;
  }

  put(quotation: Stored): void {
    this.#byId.set(String(quotation['id']), quotation);
    this.#byNumber.set(String(quotation['number']), quotation);
  }

  /** Puts in the quotation of a new row. */
  enter(quotation: Stored, line: number): void {
    this.put(quotation);
    if (quotation['status'] === 'accepted')
      this.#acceptedAbove.note(String(quotation['opportunity_id']), '', line);
  }

  withId(id: unknown): Stored | null {
    return this.#byId.get(String(id)) ?? null;
  }

  numbered(number: unknown): Stored | null {
    return this.#byNumber.get(String(number)) ?? null;
  }

  acceptedOf(opportunity: string): string | null {
    const line = this.#acceptedAbove.lineOf(opportunity);
    return this.#accepted.get(opportunity) ?? (line === null ? null : `that of line ${line}`);
  }
}

type Refused = Extract<Decision, { problems: unknown }>;
type Status = (typeof quotationStatuses)[number];

/** What a row does to a quotation. */
export function decideQuotation(
  world: QuotationsWorld,
  { values, line }: Pick<ReadRow, 'values' | 'line'>,
  { nowMs, newId }: { nowMs: number; newId: () => string },
): Decision {
  const { id, number } = values;
  const byId = world.withId(id);
  const byNumber = typeof number === 'string' ? world.numbered(number) : null;
  if (byId !== null && byNumber !== null && byId !== byNumber)
    return problemOf('number', values, `it is of "${String(byNumber['id'])}", and "id" of another quotation`);
  const before = byId ?? byNumber;
  if (before !== null) return changed(world, before, values);
  if (typeof number !== 'string')
    return problemOf('id', values, 'there is no such quotation; give a "number" to enter one');
  const first = entered(world, values, { nowMs, newId });
  if ('problems' in first) return first;
  world.enter(first.columns, line);
  return decided(written('quotations', null, {}, first.columns));
}

/** A quotation that the store has not. */
function entered(
  world: QuotationsWorld,
  values: Values,
  { nowMs, newId }: { nowMs: number; newId: () => string },
): { columns: Stored } | Refused {
  const bad = (column: string | null, reason: string) => problemOf(column, values, reason) as Refused;
  const name = textIn(values, 'opportunity');
  if (typeof name !== 'string') return bad(null, 'a new one needs an "opportunity": its id');
  const opportunity = world.opportunities.get(name);
  if (opportunity === undefined)
    return bad('opportunity', 'there is no such opportunity; give its id, or its id in another system');
  const { amount = null } = values;
  if (amount === null) return bad(null, 'a new one needs an "amount"');
  const status = statusIn(values) ?? 'draft';
  if (!isStatus(status)) return bad('status', `expected ${statusWords}`);
  const accepted = world.acceptedOf(opportunity.id);
  if (status === 'accepted' && accepted !== null)
    return bad('status', `an opportunity has one accepted quotation at most, and has ${accepted}`);
  const isOpen = status === 'draft' || status === 'sent';
  if (isOpen && opportunity.ended !== null)
    return bad(
      typeof values['status'] === 'string' ? 'status' : 'opportunity',
      `the opportunity has ended ("${opportunity.ended}"): a quotation of it is "accepted" or "declined"`,
    );
  const times = timesOf(values, status, opportunity, nowMs);
  if ('problems' in times) return times;
  const at = new Date(nowMs).toISOString();
  const columns = {
    ...{ id: `qt_${newId()}`, number: values['number'], opportunity_id: opportunity.id, amount, status },
    currency: values['currency'] ?? opportunity.currency,
    ...times.columns,
    ...{ created_at: at, updated_at: at },
  };
  return { columns };
}

/** When it was sent and answered, when it is followed up, and why it was declined: each where its status has that. */
function timesOf(
  values: Values,
  status: Status,
  { timeZone, followUpDayOf }: QuotedOpportunity,
  nowMs: number,
): { columns: Stored } | Refused {
  const bad = (column: string, reason: string) => problemOf(column, values, reason) as Refused;
  const isSent = status !== 'draft';
  const isAnswered = status === 'accepted' || status === 'declined';
  const given = (column: string) => textIn(values, column) ?? null;
  if (given('sentAt') !== null && !isSent) return bad('sentAt', 'a draft was not sent');
  if (given('answeredAt') !== null && !isAnswered)
    return bad('answeredAt', `a quotation that is ${status} has no answer`);
  const reason = given('declineReason');
  if (reason !== null && status !== 'declined')
    return bad('declineReason', `a quotation that is ${status} was not declined`);
  const { sentMs, answeredMs } = momentsOf(given('sentAt'), given('answeredAt'), { timeZone, nowMs });
  if (isAnswered && answeredMs > nowMs)
    return bad('answeredAt', 'it is yet to come; expected when it was answered');
  if (isSent && sentMs > nowMs) return bad('sentAt', 'it is yet to come; expected when it was sent');
  if (isAnswered && answeredMs < sentMs)
    return bad('answeredAt', `it is before "sentAt", which is ${new Date(sentMs).toISOString()}`);
  const day = textIn(values, 'followUpOn');
  const columns = {
    sent_at: isSent ? new Date(sentMs).toISOString() : null,
    answered_at: isAnswered ? new Date(answeredMs).toISOString() : null,
    decline_reason: reason,
    // As over the API: nobody forgets one that was sent, unless the file says so.
    ...followUpColumns(
      day === undefined && status === 'sent' ? followUpDayOf(sentMs) : (day ?? null),
      timeZone,
    ),
  };
  return { columns };
}

/** When a quotation was sent and answered, ms: each where the other one says it, else now. A day of both is one moment. */
function momentsOf(
  sent: string | null,
  answered: string | null,
  { timeZone, nowMs }: { timeZone: string; nowMs: number },
): { sentMs: number; answeredMs: number } {
  const answerMs = answered === null ? nowMs : momentIn(answered, timeZone);
  const sentMs = sent === null ? answerMs : momentIn(sent, timeZone);
  const isSameDay =
    answered !== null && isDay(answered) && isSameMoment(answered, new Date(sentMs).toISOString(), timeZone);
  return { sentMs, answeredMs: isSameDay ? sentMs : answerMs };
}

function followUpColumns(day: string | null, timeZone: string): Stored {
  const atMs = day === null ? null : zoneOf(timeZone).instantOf(Date.parse(day));
  return { follow_up_on: day, follow_up_at: atMs === null ? null : new Date(atMs).toISOString() };
}

/** A draft gets what the row says; of any other one nothing may differ. */
function changed(world: QuotationsWorld, before: Stored, values: Values): Decision {
  const id = String(before['id']);
  const bad = (column: string, reason: string) => problemOf(column, values, reason);
  const name = textIn(values, 'opportunity');
  const opportunity = world.opportunities.get(String(name ?? before['opportunity_id']));
  if (opportunity === undefined || opportunity.id !== before['opportunity_id'])
    return bad('opportunity', `it is of "${String(before['opportunity_id'])}", and stays so`);
  const { timeZone } = opportunity;
  for (const [column, is] of Object.entries(standingOf(before))) {
    const given = column === 'status' ? statusIn(values) : textIn(values, column);
    if (given === undefined || given === is) continue;
    const isMoment = column === 'sentAt' || column === 'answeredAt';
    if (isMoment && given !== null && is !== null && isSameMoment(given, is, timeZone)) continue;
    return bad(column, `it is ${is === null ? 'empty' : `"${is}"`}; change it with PATCH /quotations/${id}`);
  }
  const isDraft = before['status'] === 'draft';
  const { amount, followUpOn } = values;
  for (const [column, given, is] of [
    ['amount', amount ?? undefined, before['amount']],
    ['followUpOn', followUpOn, before['follow_up_on']],
  ] as const)
    if (given !== undefined && given !== is && !isDraft)
      return bad(
        column,
        `it was ${String(before['status'])}, with "${String(is)}"; see PATCH /quotations/${id}`,
      );
  const day = textIn(values, 'followUpOn');
  const columns = {
    amount: amount ?? undefined,
    ...(day !== undefined && day !== before['follow_up_on'] && followUpColumns(day, timeZone)),
  };
  const one = written('quotations', before, columns, before);
  world.put(one.after);
  return decided(one);
}

/** What a file cannot change of a quotation, as its columns say it. */
function standingOf(before: Stored): Record<string, string | null> {
  const moment = (value: unknown) => (value === null ? null : new Date(value as string | Date).toISOString());
  return {
    number: String(before['number']),
    status: String(before['status']),
    currency: String(before['currency']),
    sentAt: moment(before['sent_at']),
    answeredAt: moment(before['answered_at']),
    declineReason: before['decline_reason'] as string | null,
  };
}

const statusWords = quotationStatuses.map((one) => `"${one}"`).join(', ');
const isStatus = (word: string): word is Status => quotationStatuses.some((one) => one === word);

/** The status of a row in any case; undefined where it says none. */
function statusIn(values: Values): string | undefined {
  const given = textIn(values, 'status');
  if (typeof given !== 'string') return undefined;
  return quotationStatuses.find((one) => plainWord(one) === plainWord(given)) ?? given;
}
