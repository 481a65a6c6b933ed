import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { webhookMessage } from './webhook-message.core.ts';

const createdAtMs = Date.parse('2026-11-23T12:00:00.000Z');
const subject = (data: object, more: object = {}) => ({
  webhookId: 'dv_1',
  record: 'ld_1',
  person: 'pn_1',
  createdAtMs,
  body: { type: 'lead.opened', data, ...more },
});
const bytes = (text: string) => Buffer.byteLength(text);

describe('the body of a webhook', () => {
  test('is type, timestamp and data', () => {
    const { contentType, text } = webhookMessage(subject({ score: 22 }), 'standard');
    expect(contentType).toBe('application/json');
    expect(JSON.parse(text)).toEqual({
      type: 'lead.opened',
      timestamp: '2026-11-23T12:00:00.000Z',
      data: { score: 22 },
    });
    const own = webhookMessage(subject({}, { timestamp: '2026-11-22T00:00:00.000Z' }), 'standard');
    expect(JSON.parse(own.text).timestamp).toBe('2026-11-22T00:00:00.000Z');
  });

  test('is a CloudEvent in structured mode where the endpoint wants one', () => {
    const { contentType, text } = webhookMessage(subject({ score: 22 }), 'cloudevents');
    expect(contentType).toBe('application/cloudevents+json');
    expect(JSON.parse(text)).toEqual({
      specversion: '1.0',
      id: 'dv_1',
      source: 'urn:scoville',
      type: 'lead.opened',
      subject: 'ld_1',
      time: '2026-11-23T12:00:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'urn:scoville:v1:lead.opened',
      data: { score: 22 },
    });
    const nobody = { ...subject({}), record: null, person: null };
    expect(JSON.parse(webhookMessage(nobody, 'cloudevents').text)).not.toHaveProperty('subject');
  });
});

describe('a body over its limit', () => {
  const empty = bytes(webhookMessage(subject({ note: '' }), 'standard').text);
  const roomFor = limits.webhookBodyBytesMax - empty;

  test.each([
    [roomFor - 1, false],
    [roomFor, true],
    [roomFor + 1, true],
  ])('a note of %i bytes is left out: %s', (length, isLeftOut) => {
    const { text } = webhookMessage(subject({ note: 'n'.repeat(length) }), 'standard');
    expect(bytes(text)).toBeLessThan(limits.webhookBodyBytesMax);
    const { data } = JSON.parse(text);
    expect(data).toEqual(isLeftOut ? { shortened: ['reasons', 'note'] } : { note: 'n'.repeat(length) });
  });

  test.each([
    ['of the record itself', (reasons: object[]) => ({ reasons, score: 63 })],
    ['of a lead', (reasons: object[]) => ({ lead: { reasons, score: 63 } })],
  ])('loses reasons first, those %s, and says so', (_name, dataWith) => {
    const reasons = Array.from({ length: 100 }, (_, index) => ({
      rule: 'page',
      text: `é${index}`.repeat(100),
    }));
    const { text } = webhookMessage(subject(dataWith(reasons)), 'standard');
    expect(bytes(text)).toBeLessThan(limits.webhookBodyBytesMax);
    const { data } = JSON.parse(text);
    const kept = data.reasons ?? data.lead.reasons;
    expect(data.shortened).toEqual(['reasons']);
    expect(kept.length).toBeGreaterThan(10);
    expect(kept).toEqual(reasons.slice(0, kept.length));
    expect(data.score ?? data.lead.score).toBe(63);
  });

  test('then loses its largest members, and keeps the small ones', () => {
    const data = { huge: 'h'.repeat(50_000), large: 'l'.repeat(30_000), small: 1, reasons: ['r'] };
    const { text } = webhookMessage(subject(data), 'cloudevents');
    expect(JSON.parse(text).data).toEqual({ small: 1, reasons: [], shortened: ['reasons', 'huge', 'large'] });
  });
});
