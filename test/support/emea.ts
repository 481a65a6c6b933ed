/** The EMEA programme for tests: compiled from the shipped file, and random histories of prospects for it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { eventHashOf, profileIdOf } from '../../src/base/kernel/kernel.ts';
import { readProgramme, type ScovilleEvent } from '../../src/contract/language/language.ts';
import { type CompiledProgramme, compileAlone } from '../../src/engine/scoring/scoring.ts';
import { minuteMs, type OracleEvent } from './oracle.ts';

export const emeaFile = new URL('../../rules/emea-lead-scoring.yaml', import.meta.url).pathname;

export function emeaProgramme() {
  const read = readProgramme(emeaFile, readFileSync(emeaFile, 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.programme;
}

export function compileEmea() {
  const programmes = compileAlone(emeaProgramme(), 'test');
  return { programmes, emea: programmes.programmes[0] as CompiledProgramme };
}

/** The event as the door would lay it in the stream. */
export function scovilleEvent(
  event: OracleEvent,
  key = 'a:someone',
  acceptedAtMs = event.atMs,
): ScovilleEvent {
  return {
    id: event.messageId,
    hash: eventHashOf(event.messageId),
    atMs: event.atMs,
    acceptedAtMs,
    profile: profileIdOf(key),
    key,
    type: event.type as ScovilleEvent['type'],
    name: event.event ?? '',
    path: event.path ?? '',
    ...(event.properties && { properties: event.properties as NonNullable<ScovilleEvent['properties']> }),
  };
}

/** 2026-03-28 12:00 UTC: the night after it London's clocks change, so that histories meet a day of 23 hours. */
export const historyStartMs = Date.UTC(2026, 2, 28, 12);

const asset = fc.constantFrom('one', 'two', 'three');
const inBasket = fc.record(
  { cart_id: asset, product_id: fc.constantFrom('cloud', 'backup') },
  { requiredKeys: [] },
);
const track = (event: string, properties: fc.Arbitrary<Record<string, unknown>>) =>
  properties.map((given) => ({ type: 'track', event, properties: given }));

const behaviour = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('/', '/products', '/pricing').map((path) => ({ type: 'page', path })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('/managed-cloud', '/products/Managed-Cloud/pricing', '/managed-cloudy')
      .map((path) => ({ type: 'page', path })),
  },
  { weight: 3, arbitrary: track('Product Added', inBasket) },
  track('Product Removed', inBasket),
  track('Order Completed', fc.record({ cart_id: asset }, { requiredKeys: [] })),
  track('Cart Emptied', fc.record({ cart_id: asset }, { requiredKeys: [] })),
  track(
    'File Downloaded',
    fc.record({ category: fc.constantFrom('customer-case-study', 'price-list'), asset_id: asset }),
  ),
  track(
    'Video Playback Started',
    fc.record({ category: fc.constant('product-demo'), content_asset_id: asset }),
  ),
  track('Email Link Clicked', fc.record({ email_id: asset, link_id: asset })),
  track('Something Else', fc.constant({})),
);

/** Times that meet the bounds: whole minutes around half hours, sometimes a millisecond to either side. */
const atMs = fc
  .tuple(fc.integer({ min: 0, max: 36 * 60 }), fc.constantFrom(0, 0, 0, -1, 1))
  .map(([minutes, nudgeMs]) => historyStartMs + Math.round(minutes / 5) * 5 * minuteMs + nudgeMs);

/** A prospect's history of up to `eventsMax` events within a day and a half; message ids are unique. */
export function history(eventsMax = 40): fc.Arbitrary<OracleEvent[]> {
  return fc
    .array(fc.tuple(behaviour, atMs), { maxLength: eventsMax })
    .map((events) => events.map(([what, at], index) => ({ ...what, messageId: `m${index}`, atMs: at })));
}
