/** Rows of warehouses as events: a table of shapes. */
import { expect, test } from 'vitest';
import { eventOfRow } from './archived-row.core.ts';

test.each([
  [
    'an event in Segment’s shape stays as it is',
    [
      { type: 'track', event: 'A', userId: 'u', properties: { n: '1' }, timestamp: '2026-01-01T00:00:00Z' },
      null,
      false,
    ],
    { type: 'track', event: 'A', userId: 'u', properties: { n: '1' }, timestamp: '2026-01-01T00:00:00Z' },
  ],
  [
    'a row of Segment’s tracks: the name as it was sent, ids, page and campaign',
    [
      {
        ...{
          id: 'm1',
          anonymous_id: 'a',
          user_id: 'u',
          event: 'order_completed',
          event_text: 'Order Completed',
        },
        ...{
          context_page_url: 'https://x.example/',
          context_campaign_source: 'ads',
          context_user_agent: 'UA',
        },
        ...{ context_ip: '10.0.0.1', uuid_ts: 'x', revenue: 12.5, timestamp: '2026-01-01 10:00:00.123 UTC' },
      },
      'track',
      false,
    ],
    {
      ...{ messageId: 'm1', anonymousId: 'a', userId: 'u', timestamp: '2026-01-01 10:00:00.123Z' },
      ...{ type: 'track', event: 'Order Completed', properties: { revenue: 12.5 } },
      context: {
        page: { url: 'https://x.example/' },
        campaign: { source: 'ads' },
        userAgent: 'UA',
        ip: '10.0.0.1',
      },
    },
  ],
  [
    'a row of identifies: its columns are traits, and those of the context too',
    [
      { user_id: 'u', email: 'a@b.example', context_traits_plan: 'pro', received_at: '2026-01-01' },
      'identify',
      true,
    ],
    {
      ...{ userId: 'u', receivedAt: '2026-01-01', type: 'identify' },
      ...{ context: { traits: { plan: 'pro' } }, traits: { email: 'a@b.example' } },
    },
  ],
  [
    'a row of pages: its name is the page’s',
    [{ anonymous_id: 'a', name: 'Home', path: '/', timestamp: 't' }, 'page', true],
    { anonymousId: 'a', timestamp: 't', type: 'page', name: 'Home', properties: { name: 'Home', path: '/' } },
  ],
  [
    'a row of Jitsu: it names its type, and says of which object a column was',
    [
      {
        type: 'track',
        event: 'Signed Up',
        message_id: 'm',
        user_id: 'u',
        properties_plan: 'pro',
        timestamp: 't',
      },
      null,
      false,
    ],
    {
      type: 'track',
      event: 'Signed Up',
      messageId: 'm',
      userId: 'u',
      properties: { plan: 'pro' },
      timestamp: 't',
    },
  ],
  [
    'texts of CSV: numbers, yes or no and lists are read, what only looks like a number is not',
    [
      {
        userId: 'u',
        event: 'A',
        n: '12.50',
        zero: '0',
        id_like: '007',
        zip: '10115',
        big: '12345678901234567',
        is: 'true',
        list: '[1,{"a":2}]',
        bad: '[1',
        none: '',
      },
      null,
      true,
    ],
    {
      ...{ userId: 'u', type: 'track', event: 'A' },
      properties: {
        n: 12.5,
        zero: 0,
        id_like: '007',
        zip: '10115',
        big: '12345678901234567',
        is: true,
        list: [1, { a: 2 }],
        bad: '[1',
      },
    },
  ],
  [
    'a name that would reach a prototype is left out',
    [{ userId: 'u', event: 'A', context___proto__: 'x', properties___proto__: 'x', n: 1 }, null, false],
    { userId: 'u', type: 'track', event: 'A', properties: { n: 1 } },
  ],
] as const)('%s', (_what, [row, type, hasText], event) => {
  expect(eventOfRow({ ...row } as never, type, hasText)).toEqual(event);
});
