/** Columns of reports in words: labels, keys, what can be drawn, and what changed. */
import { describe, expect, test } from 'vitest';
import {
  changeInWords,
  columnInWords,
  differingKeys,
  drawable,
  figureColumns,
  figureInWords,
  idOfRow,
  keyColumns,
  keyInWords,
  numberInWords,
  numberOf,
  valueInWords,
} from './report-figures.ts';

const ann = { owner: 'ann@example.com', team: null, leads: 2, keptShare: 0.5, wonValue: { EUR: '3000.10' } };
const nobody = { owner: null, team: null, leads: 1, keptShare: null, wonValue: {} };
const columns = Object.keys(ann);

describe('a row', () => {
  test('differs from others by its keys, in another period too', () => {
    expect(idOfRow('salesmen', 'owner', ann)).toBe('["ann@example.com",null]');
    expect(keyColumns('customers', '')).toEqual(['name', 'currency', 'kind']);
    expect(keyColumns('deadlines', 'no such grouping')).toEqual(['owner', 'team']);
    expect([keyInWords('owner', nobody), keyInWords('team', nobody), keyInWords('rule', {})]).toEqual([
      'Nobody (queue)',
      'No team',
      '',
    ]);
    expect([keyInWords('tier', { tier: 3 }), keyInWords('probability', { probability: 5 })]).toEqual([
      'Tier 3',
      '5 %',
    ]);
    const called = { colleague: (email: string) => `called ${email}`, pipeline: (id: string) => `of ${id}` };
    expect([
      keyInWords('user', { user: 'a@x' }, called),
      keyInWords('owner', nobody, called),
      keyInWords('pipeline', { pipeline: 'emea/deal@1' }, called),
    ]).toEqual(['called a@x', 'Nobody (queue)', 'of emea/deal@1']);
  });

  test.each<[string, [owner: string | null, team: string | null][], string[]]>([
    [
      'one team, and one without',
      [
        ['a', 'EMEA'],
        ['b', 'EMEA'],
        [null, null],
      ],
      ['owner'],
    ],
    [
      'two teams',
      [
        ['a', 'EMEA'],
        ['b', 'US'],
      ],
      ['owner', 'team'],
    ],
    ['nobody', [], ['owner']],
  ])('differs in a chart by the keys of several values: %s', (_what, rows, keys) => {
    expect(
      differingKeys(
        'salesmen',
        'owner',
        rows.map(([owner, team]) => ({ owner, team })),
      ),
    ).toEqual(keys);
  });

  test('has figures in words', () => {
    expect(figureColumns('salesmen', columns)).toEqual(['leads', 'keptShare', 'wonValue']);
    expect([columnInWords('leadsOpen'), columnInWords('neverTouched')]).toEqual([
      'Leads open',
      'Never contacted',
    ]);
    expect(valueInWords('keptShare', ann)).toBe(`${(50).toLocaleString()} %`);
    expect(valueInWords('wonValue', ann)).toBe(
      (3000.1).toLocaleString(undefined, { style: 'currency', currency: 'EUR' }),
    );
    expect([valueInWords('keptShare', nobody), valueInWords('wonValue', nobody)]).toEqual(['', '']);
    expect(valueInWords('cancelReasons', { cancelReasons: { 'no contact': 2, gone: 1 } })).toBe(
      'no contact: 2, gone: 1',
    );
    expect(numberInWords('firstTouchHoursMedian', 2.5)).toBe(`${(2.5).toLocaleString()} h`);
  });
});

describe('what is drawn', () => {
  test('counts, shares, and amounts a currency each; what the report is about first', () => {
    expect(drawable('salesmen', columns, [ann, nobody])).toEqual(['leads', 'keptShare', 'wonValue.EUR']);
    expect(drawable('deadlines', columns, [ann])[0]).toBe('keptShare');
    const forecast = [
      { stage: 'Open', currency: 'USD', records: 1, weighted: '1.00' },
      { stage: 'Open', currency: 'EUR', records: 1, weighted: '2.00' },
    ];
    expect(drawable('forecast', ['stage', 'currency', 'records', 'weighted'], forecast)).toEqual([
      'weighted.EUR',
      'weighted.USD',
      'records',
    ]);
    expect(forecast.map((row) => numberOf('weighted.EUR', row))).toEqual([null, 2]);
    expect([numberOf('wonValue.EUR', ann), numberOf('leads', ann), numberOf('keptShare', nobody)]).toEqual([
      3000.1,
      2,
      null,
    ]);
    expect(figureInWords('wonValue.EUR')).toBe('Won value, EUR');
  });

  test('a change says its direction', () => {
    expect([
      changeInWords('leads', 2, 5),
      changeInWords('leads', 5, 2),
      changeInWords('leads', 2, 2),
    ]).toEqual(['+3', '−3', '±0']);
    expect(changeInWords('keptShare', 0.5, 0.625)).toBe(`+${(12.5).toLocaleString()} points`);
    expect(changeInWords('keptShare', null, 0.5)).toBeNull();
  });
});
