/**
 * A small world for the reports, written by hand: seven leads of November 2026 and their neighbours on both sides of the
 * month, what reps did with them, and what was sold. The figures that the tests expect are worked out from this table.
 *
 * | lead | opened (UTC)            | campaign, programme | rules in its reasons        | owner | touched after | contact task (due in 24 h)     | quality |
 * |------|-------------------------|---------------------|-----------------------------|-------|---------------|--------------------------------|---------|
 * | L1   | 2 Nov 12:00             | Spring, emea v1     | page-depth, managed-cloud   | ann   | 1 h           | done after 2 h: opportunity O1 | good    |
 * | L2   | 3 Nov 12:00             | Spring, emea v1     | managed-cloud               | ann   | 30 h (done)   | done after 30 h: none          | junk    |
 * | L3   | 4 Nov 12:00             | Spring, emea v2     | page-depth                  | bob   | never         | open, overdue                  | junk    |
 * | L4   | 5 Nov 12:00             | Autumn, trial v1    | trial-started               | bob   | 5 h           | done after 24 h: opportunity O2| good    |
 * | L5   | 6 Nov 12:00             | Autumn, trial v1    | trial-started, page-depth   | queue | never         | cancelled: no contact wished   |         |
 * | L6   | 1 Nov 00:00:00.000      | Spring, emea v1     | page-depth                  | cem   | 1 h (done)    | done after 1 h: none           |         |
 * | L7   | 31 Oct 23:59:59.999     | Spring, emea v1     | page-depth                  | cem   | 1 h (done)    | done after 1 h: none           |         |
 * | L8   | 1 Dec 00:00:00.000      | Spring, emea v1     | page-depth                  | ann   | never         | open                           |         |
 * | L9   | 30 Nov 23:59:59.999     | Autumn, trial v1    | trial-started               | bob   | never         | open, due on 1 Dec             |         |
 *
 * | record | begun  | campaign    | owner | amount      | way                                                        | items                        |
 * |--------|--------|-------------|-------|-------------|------------------------------------------------------------|------------------------------|
 * | O1     | 2 Nov  | Spring (L1) | ann   | EUR 1000.10 | emea, Validation pending (5 %), won on 20 Nov              | 10 Mug at 9.50, 100 Pen at 1.80 |
 * | O2     | 6 Nov  | Autumn (L4) | bob   | EUR 0.20    | emea, Validation pending (5 %), expected 15 Dec            | 3 Mug at 10.00               |
 * | O3     | 10 Nov | Spring      | cem   | USD 500.00  | tiny, Open (20 %), lost on 25 Nov                          | 5 Mug at 12.00               |
 * | O4     | 31 Oct | Spring      | ann   | EUR 2000.00 | tiny, won on 1 Nov 00:00                                   |                              |
 * | O5     | 12 Nov | Autumn, later Spring | ann   | EUR 300.33  | tiny, Open (20 %), on 18 Nov Offered (50 %)                |                              |
 * | D6     | 22 Nov |             | bob   | USD 100.00  | tiny, a deal: Agreed (no probability), expected 20 Dec     |                              |
 * | R1     | 20 Nov | of O1       | ann   | EUR 275.00  | an order of Acme, won on 21 Nov 00:00                      | as O1                        |
 * | R2     | 15 Nov |             | ann   | EUR 5.00    | an order of Ada, won on 16 Nov 00:00                       | 2.5 Pen at 2.00              |
 * | R3     | 10 Nov |             | ann   | EUR 100.00  | an order of Acme, won on 11 Nov 00:00                      |                              |
 * | R4     | 29 Nov |             | ann   | USD 50.00   | an order of Acme, won on 30 Nov 00:00                      |                              |
 * | R5     | 29 Nov |             | ann   | EUR 999.00  | an order of Acme, cancelled on 30 Nov                      |                              |
 *
 * The calls with L2 and L6 were logged after their tasks were done. L3's task was escalated in two steps; a third was overtaken.
 * ann and bob are of the team North, cem of South; ann lives in London, bob in New York, cem in Kolkata. Catalogue: Mug
 * 10.00, Pen 2.00. The question is asked on 2 Dec 00:00.
 */
import { notedOf } from '../engine/history/records.ts';

export const [ann, bob, cem] = ['ann@example.com', 'bob@example.com', 'cem@example.com'] as const;
export const askedAtMs = Date.parse('2026-12-02T00:00:00Z');

/** Pipelines whose stages need nothing. */
export const tinyProcess = `
process: tiny
name: Tiny
timeZone: UTC
lanes: [Sales]
pipelines:
  - pipeline: opportunity
    name: Opportunities
    of: opportunity
    stages:
      - { stage: Open, probability: 20, next: any stage }
      - { stage: Offered, probability: 50, next: any stage }
      - { stage: Won, probability: 100, ends: won }
      - { stage: Lost, probability: 0, ends: lost }
  - pipeline: deal
    name: Deals
    of: deal
    stages:
      - { stage: Agreed, next: any stage }
      - { stage: Signed, ends: won }
  - pipeline: order
    name: Orders
    of: order
    stages:
      - { stage: Given, next: any stage }
      - { stage: Delivered, ends: won }
      - { stage: Taken back, ends: cancelled }
`;

export interface PlannedLead {
  id: string;
  at: string;
  campaign: 'Spring' | 'Autumn';
  version?: string;
  rules: string[];
  owner: string | null;
  done?: { afterHours: number; outcome: 'Opportunity created' | 'No opportunity' };
  quality?: { quality: 'good' } | { quality: 'junk'; reason: string };
}

export const leads: PlannedLead[] = [
  {
    id: 'L7',
    at: '2026-10-31T23:59:59.999Z',
    campaign: 'Spring',
    rules: ['page-depth'],
    owner: cem,
    done: { afterHours: 1, outcome: 'No opportunity' },
  },
  {
    id: 'L6',
    at: '2026-11-01T00:00:00.000Z',
    campaign: 'Spring',
    rules: ['page-depth'],
    owner: cem,
    done: { afterHours: 1, outcome: 'No opportunity' },
  },
  {
    id: 'L1',
    at: '2026-11-02T12:00:00.000Z',
    campaign: 'Spring',
    rules: ['page-depth', 'managed-cloud'],
    owner: ann,
    done: { afterHours: 2, outcome: 'Opportunity created' },
    quality: { quality: 'good' },
  },
  {
    id: 'L2',
    at: '2026-11-03T12:00:00.000Z',
    campaign: 'Spring',
    rules: ['managed-cloud'],
    owner: ann,
    done: { afterHours: 30, outcome: 'No opportunity' },
    quality: { quality: 'junk', reason: 'a student' },
  },
  {
    id: 'L3',
    at: '2026-11-04T12:00:00.000Z',
    campaign: 'Spring',
    version: 'v2',
    rules: ['page-depth'],
    owner: bob,
    quality: { quality: 'junk', reason: 'a student' },
  },
  {
    id: 'L4',
    at: '2026-11-05T12:00:00.000Z',
    campaign: 'Autumn',
    rules: ['trial-started'],
    owner: bob,
    done: { afterHours: 24, outcome: 'Opportunity created' },
    quality: { quality: 'good' },
  },
  {
    id: 'L5',
    at: '2026-11-06T12:00:00.000Z',
    campaign: 'Autumn',
    rules: ['trial-started', 'page-depth'],
    owner: null,
  },
  { id: 'L9', at: '2026-11-30T23:59:59.999Z', campaign: 'Autumn', rules: ['trial-started'], owner: bob },
  { id: 'L8', at: '2026-12-01T00:00:00.000Z', campaign: 'Spring', rules: ['page-depth'], owner: ann },
];

/** When a call or note happened, when it was logged, and its author. */
export const activities = [
  // Before the month, by an instant.
  { kind: 'note', lead: 'L7', at: '2026-10-31T23:59:59.999Z', loggedAt: '2026-11-01T00:10:00Z', user: ann },
  { kind: 'call', lead: 'L1', at: '2026-11-02T13:00:00Z', loggedAt: '2026-11-02T13:00:00Z', user: ann },
  // Two days late.
  { kind: 'call', lead: 'L2', at: '2026-11-03T15:00:00Z', loggedAt: '2026-11-05T10:00:00Z', user: ann },
  // 23:59 of the same day in New York, the next one in UTC.
  { kind: 'call', lead: 'L4', at: '2026-11-05T17:00:00Z', loggedAt: '2026-11-06T04:59:00Z', user: bob },
  // Midnight in Kolkata, the same day in UTC.
  { kind: 'call', lead: 'L6', at: '2026-11-01T09:00:00Z', loggedAt: '2026-11-01T18:30:00Z', user: cem },
] as const;

/**
 * | rule                  | events that earned points in November                                      | profiles            |
 * |-----------------------|----------------------------------------------------------------------------|---------------------|
 * | emea page-depth       | p1 m1, p1 m2, p3 m3 (paid, taken back, paid again), p6 m4 (1 Nov 00:00), p8 m5 | p1 p3 p6 p8     |
 * | emea managed-cloud    | p1 m1, p2 m6                                                               | p1 p2               |
 * | emea company-fit      | none: it is what p2 is                                                     | p2                  |
 * | emea, all             | m1 to m6                                                                   | p1 p2 p3 p6 p8      |
 * | trial trial-started   | p4 t1, p5 t2, p9 t3                                                        | p4 p5 p9            |
 * | trial page-depth      | p5 t2                                                                      | p5                  |
 *
 * Outside: p1 m0 an instant before the month, p1 m7 at its end, p3 m8 refused.
 */
export function ledgerOfWorld() {
  const noted = (
    at: string,
    profile: string,
    rule: string,
    event: string | null,
    kind: 'paid' | 'refused' | 'taken back' = 'paid',
  ) =>
    notedOf({
      notedAtMs: Date.parse(at),
      programme: ['p4', 'p5', 'p9'].includes(profile) ? 'trial' : 'emea',
      profile,
      rule,
      event,
      kind,
    });
  return [
    noted('2026-10-31T23:59:59.999Z', 'p1', 'page-depth', 'm0'),
    noted('2026-11-01T00:00:00.000Z', 'p6', 'page-depth', 'm4'),
    noted('2026-11-02T10:00:00Z', 'p1', 'page-depth', 'm1'),
    noted('2026-11-02T10:00:00Z', 'p1', 'managed-cloud', 'm1'),
    noted('2026-11-02T11:00:00Z', 'p1', 'page-depth', 'm2'),
    noted('2026-11-03T10:00:00Z', 'p2', 'managed-cloud', 'm6'),
    noted('2026-11-03T10:00:00Z', 'p2', 'company-fit', null),
    noted('2026-11-04T10:00:00Z', 'p3', 'page-depth', 'm3'),
    noted('2026-11-04T10:10:00Z', 'p3', 'page-depth', 'm3', 'taken back'),
    noted('2026-11-04T10:20:00Z', 'p3', 'page-depth', 'm3'),
    noted('2026-11-04T10:20:00Z', 'p3', 'page-depth', 'm8', 'refused'),
    noted('2026-11-05T10:00:00Z', 'p4', 'trial-started', 't1'),
    noted('2026-11-06T10:00:00Z', 'p5', 'trial-started', 't2'),
    noted('2026-11-06T10:00:00Z', 'p5', 'page-depth', 't2'),
    noted('2026-11-08T10:00:00Z', 'p8', 'page-depth', 'm5'),
    noted('2026-11-30T23:59:59.999Z', 'p9', 'trial-started', 't3'),
    noted('2026-12-01T00:00:00.000Z', 'p1', 'page-depth', 'm7'),
  ];
}
