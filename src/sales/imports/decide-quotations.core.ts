/**
 * What rows do to quotations: a new one is put in as it stands elsewhere, a draft gets another amount or follow-up date. Pure.
 *
 * Nobody is mailed about a list, and no task is made: a quotation that was sent is followed up by `followUp=due`. Sending one and its
 * answer have conditions and effects: they are no matter of a file.
 */
import { zoneOf } from '../../base/time/time.ts';
import { quotationStatuses } from '../../contract/api/api.ts';
import { plainWord } from '../../contract/language/language.ts';
import { type Decision, decided, problemOf, type Stored, textIn, written } from './decision.core.ts';
import type { Values } from './rows.core.ts';

/** What a quotation is of. */
export interface QuotedOpportunity {
  id: string;
  currency: string;
  /** Of its sales process: in it a follow-up day begins. */
  timeZone: string;
}

export class QuotationsWorld {
  readonly #byId = new Map<string, Stored>();
  readonly #byNumber = new Map<string, Stored>();
  /** Opportunities by their id, and by their id in another system where that is one's alone. */
  readonly opportunities: ReadonlyMap<string, QuotedOpportunity>;
  /** Numbers of accepted quotations, by opportunity: each has one at most. */
  readonly #accepted = new Map<string, string>();

  constructor(given: {
    quotations: readonly Stored[];
    accepted: ReadonlyMap<string, string>;
    opportunities: ReadonlyMap<string, QuotedOpportunity>;
  }) {
    for (const one of given.quotations) this.put(one);
    for (const [opportunity, number] of given.accepted) this.#accepted.set(opportunity, number);
    this.opportunities = given.opportunities;
  }

  put(quotation: Stored): void {
    this.#byId.set(String(quotation['id']), quotation);
    this.#byNumber.set(String(quotation['number']), quotation);
    if (quotation['status'] === 'accepted')
      this.#accepted.set(String(quotation['opportunity_id']), String(quotation['number']));
  }

  withId(id: unknown): Stored | null {
    return this.#byId.get(String(id)) ?? null;
  }

  numbered(number: unknown): Stored | null {
    return this.#byNumber.get(String(number)) ?? null;
  }

  acceptedOf(opportunity: string): string | null {
    return this.#accepted.get(opportunity) ?? null;
  }
}

type Refused = Extract<Decision, { problems: unknown }>;
type Status = (typeof quotationStatuses)[number];

/** What a row does to a quotation. */
export function decideQuotation(
  world: QuotationsWorld,
  values: Values,
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
  world.put(first.columns);
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
    return bad('status', `quotation "${accepted}" of the opportunity was accepted; it has one at most`);
  const times = timesOf(values, status, { nowMs, timeZone: opportunity.timeZone });
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

/** When it was sent and answered, and why it was declined: each where its status has that. */
function timesOf(
  values: Values,
  status: Status,
  { nowMs, timeZone }: { nowMs: number; timeZone: string },
): { columns: Stored } | Refused {
  const bad = (column: string, reason: string) => problemOf(column, values, reason) as Refused;
  const isSent = status !== 'draft';
  const isAnswered = status === 'accepted' || status === 'declined';
  const moments: Record<string, string | null> = {};
  for (const [column, isMeant, what] of [
    ['sentAt', isSent, 'a draft was not sent'],
    ['answeredAt', isAnswered, `a quotation that is ${status} has no answer`],
  ] as const) {
    const given = textIn(values, column) ?? null;
    if (given !== null && !isMeant) return bad(column, what);
    const atMs = given === null ? nowMs : momentIn(given, timeZone);
    if (atMs === null) return bad(column, 'expected a day such as 2026-12-01, or a moment with its zone');
    moments[column] = isMeant ? new Date(atMs).toISOString() : null;
  }
  const reason = textIn(values, 'declineReason') ?? null;
  if (reason !== null && status !== 'declined')
    return bad('declineReason', `a quotation that is ${status} was not declined`);
  const columns = {
    ...{ sent_at: moments['sentAt'], answered_at: moments['answeredAt'], decline_reason: reason },
    ...followUpColumns(textIn(values, 'followUpOn') ?? null, timeZone),
  };
  return { columns };
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
    if (given === undefined || isSaid(given, is, timeZone)) continue;
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

/** Whether a cell says what stands there: a moment also by its day. */
function isSaid(given: string | null, is: string | null, timeZone: string): boolean {
  if (given === is) return true;
  if (given === null || is === null) return false;
  const atMs = momentIn(given, timeZone);
  if (atMs === null) return false;
  const { dayOf } = zoneOf(timeZone);
  return isDay(given) ? dayOf(atMs) === dayOf(Date.parse(is)) : atMs === Date.parse(is);
}

const statusWords = quotationStatuses.map((one) => `"${one}"`).join(', ');
const isStatus = (word: string): word is Status => quotationStatuses.some((one) => one === word);

/** The status of a row in any case; undefined where it says none. */
function statusIn(values: Values): string | undefined {
  const given = textIn(values, 'status');
  if (typeof given !== 'string') return undefined;
  return quotationStatuses.find((one) => plainWord(one) === plainWord(given)) ?? given;
}

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);

/** Returns the moment of a text, ms: of a day its beginning in the zone. Null for one that is neither. */
function momentIn(text: string, timeZone: string): number | null {
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const atMs = Date.parse(text);
  if ((!isMoment && !isDay(text)) || Number.isNaN(atMs)) return null;
  return isDay(text) ? zoneOf(timeZone).instantOf(atMs) : atMs;
}
