/** The first step of scoring: which signatures of which rules recognise an event, and which of these must not count. */
import { isOwnEvent, type RefusalSign, type ScovilleEvent } from '../../contract/language/language.ts';
import type { CompiledProgrammes } from './compile.ts';
import type { EventMatch, MatchedEvent, RefusedEvent } from './profile-state.ts';

/** A matched event with the matches that count. */
export interface Recognised extends MatchedEvent {
  /** The same event with the matches that must not count, which may be none. Absent where nothing refuses it. */
  refused?: RefusedEvent;
}

/**
 * Returns the matched event that an event leaves in its profile. Without any match it still holds its visit open, unless it is
 * refused. What Scoville itself says is read by conditions on people alone. What a machine did is refused whole, and what a person denies by each programme that asks for consent. An event of servers
 * that a public key sent is refused too, and a person did it: it holds the visit open.
 */
export function recognise(programmes: CompiledProgrammes, event: ScovilleEvent): Recognised {
  const matches: EventMatch[] = [];
  const refused: EventMatch[] = [];
  const isOwn = isOwnEvent(event);
  for (const signature of programmes.candidates(event)) {
    if (isOwn && !signature.isAside) continue;
    const isRecognised = signature.recognises(event);
    if (!isRecognised && !signature.needsServer(event)) continue;
    const isRefused = !isRecognised || event.machine !== undefined || signature.refuses(event);
    const { signatureId } = signature;
    const match = { signatureId, key: signature.keyOf(event), number: signature.numberFor(event) };
    const basket = isRefused ? null : signature.basketOf(event);
    (isRefused ? refused : matches).push(basket === null ? match : { ...match, basket });
  }
  // One order for every index, so that equal events leave equal records. Mostly there is one match at most.
  if (matches.length > 1) matches.sort(bySignature);
  const { hash, atMs, via } = event;
  const isPublic = via !== undefined;
  const matched: MatchedEvent = isPublic ? { hash, atMs, matches, isPublic } : { hash, atMs, matches };
  const sign = refusalOf(programmes, event) ?? (refused.length > 0 ? 'server-only' : undefined);
  if (sign === undefined) return matched;
  return { ...matched, refused: { hash, atMs, sign, matches: refused.sort(bySignature) } };
}

function bySignature(one: EventMatch, other: EventMatch): number {
  return one.signatureId - other.signatureId;
}

/** That of the first programme, where several refuse it. */
function refusalOf({ consents }: CompiledProgrammes, event: ScovilleEvent): RefusalSign | undefined {
  if (event.machine !== undefined) return event.machine;
  for (const consent of consents) {
    const sign = consent(event);
    if (sign !== undefined) return sign;
  }
  return undefined;
}

/** Whether nothing of an event counts, not even for the visit that it fell into. */
export function isRefusedWhole({ matches, refused }: Recognised): boolean {
  return refused !== undefined && refused.sign !== 'server-only' && matches.length === 0;
}

/** The part of an event that counts. */
export function countingOf(recognised: Recognised): MatchedEvent {
  if (recognised.refused === undefined) return recognised;
  const { refused: _refused, ...matched } = recognised;
  return matched;
}
