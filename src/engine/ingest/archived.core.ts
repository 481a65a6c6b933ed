/** An event of before: normalised as any other, and accepted when it happened. Pure. */
import { limits, storableJson } from '../../base/kernel/kernel.ts';
import type { IdentityLink, JsonObject, ScovilleEvent } from '../../contract/language/language.ts';
import type { LikelyMeant } from './likely-warnings.core.ts';
import { normalise } from './normalise.core.ts';
import type { KeptParameters } from './query-redaction.core.ts';
import { kindOfValue } from './shown-value.core.ts';
import { eventInStreamBytesMax, type Refusal, sentTooLarge, streamTooLarge } from './size.core.ts';
import type { Warning } from './warnings.core.ts';

export interface ArchivedEvent {
  ok: true;
  event: ScovilleEvent;
  /** Its JSON in the history. */
  json: string;
  links: IdentityLink[];
  /** What is taken otherwise than it says, without its values. */
  warnings: readonly Warning[];
}

export interface ArchiveOptions {
  nowMs: number;
  keptParameters?: KeptParameters | undefined;
  likely?: LikelyMeant | undefined;
}

/** Names of the moment of an event, the best first: the time of receipt stands in for an event without its own. */
const timeNames = [
  'timestamp',
  'originalTimestamp',
  'original_timestamp',
  'receivedAt',
  'received_at',
  'sentAt',
  'sent_at',
] as const;

/** An archive has corrected its `timestamp` for the client's clock already: a second correction would be wrong. */
function withoutSending(raw: JsonObject): JsonObject {
  if (raw['timestamp'] == null || raw['timestamp'] === '') return raw;
  const { sentAt: _, sent_at: __, ...rest } = raw;
  return rest;
}

/**
 * Returns an event of an archive as the door would have accepted it when it happened, so that it is never late. Without a
 * message id it is known by its content. `bytes` are those of its line. Never throws.
 */
export function archivedEvent(
  raw: JsonObject,
  bytes: number,
  { nowMs, keptParameters, likely }: ArchiveOptions,
): ArchivedEvent | Refusal {
  if (bytes > limits.eventBytesMax) return sentTooLarge(bytes);
  const timestamp = timeNames.map((name) => raw[name]).find((value) => value != null && value !== '');
  if (timestamp === undefined) {
    const message = '"timestamp" is missing; an event of the history needs the time when it happened';
    return { ok: false, code: 'invalid_event', message };
  }
  // What is said of it is kept: an address must not be.
  const envelope = {
    ...{ receivedAtMs: nowMs, type: null, sentAt: undefined, context: undefined },
    ...{ keptParameters, likely, shown: kindOfValue },
  };
  const normalised = normalise({ ...withoutSending(raw), timestamp }, envelope, () => '');
  if (!normalised.ok) return normalised;
  const { event, links, warnings } = normalised;
  event.acceptedAtMs = Math.min(event.atMs, nowMs);
  const json = storableJson(JSON.stringify(event));
  const inStream = Buffer.byteLength(json);
  return inStream > eventInStreamBytesMax
    ? streamTooLarge(inStream)
    : { ok: true, event, json, links, warnings };
}
