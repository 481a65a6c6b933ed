/** Makes the world of report-world-tables.ts by the store's own calls, in the order of its times, and asks reports of it. */
import pg from 'pg';
import { expect } from 'vitest';
import type { LeadView } from '../../src/contract/api/api.ts';
import type { Actor } from '../../src/sales/store/store.ts';
import { entryOf } from '../engine/history/records.ts';
import { identityOf, standing, usualActions } from '../sales/records.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import {
  activities,
  ann,
  askedAtMs,
  bob,
  cem,
  leads,
  ledgerOfWorld,
  type PlannedLead,
  tinyProcess,
} from './report-world-tables.ts';

const hourMs = 3_600_000;
export const november = 'from=2026-11-01&to=2026-12-01';

const by = (name: string): Actor => ({ name, lanes: [], isManager: true });

export interface ReportWorld {
  console: ConsoleApp;
  /** Ids by the names of the tables. */
  ids: Map<string, string>;
  database: pg.Client;
  databaseUrl: string;
  send(
    path: string,
    headers?: Record<string, string>,
  ): Promise<Awaited<ReturnType<ConsoleApp['app']['inject']>>>;
  /** The answer to `campaigns?by=rule`, whole. */
  report(asked: string): Promise<Answer>;
  close(): Promise<void>;
}

interface Answer {
  from: string | null;
  to: string | null;
  asOf: string | null;
  rows: Record<string, unknown>[];
  totals: Record<string, unknown>[];
}

/** A console on that world, the clock at the moment of asking. */
export async function openReports(): Promise<ReportWorld> {
  const consoleApp = await startConsoleApp();
  const database = new pg.Client({ connectionString: consoleApp.databaseUrl });
  await database.connect();
  const ids = await makeWorld(consoleApp, database);
  const send: ReportWorld['send'] = (path, headers = {}) =>
    consoleApp.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: { ...bearer, ...headers } });
  return {
    console: consoleApp,
    ids,
    database,
    databaseUrl: consoleApp.databaseUrl,
    send,
    report: async (asked) => {
      const answer = (await send(`/reports/${asked}`)).json();
      expect(answer).toMatchObject({ report: asked.replace(/\?.*/, ''), isWhole: true });
      return answer;
    },
    close: async () => {
      await database.end();
      await consoleApp.close();
    },
  };
}

async function makeWorld(consoleApp: ConsoleApp, database: pg.Client): Promise<Map<string, string>> {
  const { sales, clock } = consoleApp;
  const ids = new Map<string, string>();
  const idOf = (name: string) => ids.get(name) ?? name;
  await database.query(`
    INSERT INTO users (email, role) VALUES ('${ann}', 'rep'), ('${bob}', 'rep'), ('${cem}', 'rep');
    INSERT INTO teams (name) VALUES ('North'), ('South');
    UPDATE users SET team = 'North', time_zone = 'Europe/London' WHERE email = '${ann}';
    UPDATE users SET team = 'North', time_zone = 'America/New_York' WHERE email = '${bob}';
    UPDATE users SET team = 'South', time_zone = 'Asia/Kolkata' WHERE email = '${cem}';
    INSERT INTO companies (id, name, created_at, updated_at) VALUES ('co_acme', 'Acme', '2026-10-01Z', '2026-10-01Z');`);
  clock.turnTo(Date.parse('2026-10-01T00:00:00Z'));
  await sales.quotes.putProduct('Mug', { unitPrice: '10.00', currency: 'EUR' }, by(ann));
  await sales.quotes.putProduct('Pen', { unitPrice: '2.00', currency: 'EUR' }, by(ann));
  await sales.workflow.publishProcess({ file: 'tiny.yaml', text: tinyProcess, author: 'test' });

  const steps: { atMs: number; act: () => Promise<unknown> }[] = [];
  const on = (at: string | number, act: () => Promise<unknown>) =>
    steps.push({ atMs: typeof at === 'number' ? at : Date.parse(at), act });
  const items = (kind: 'opportunity' | 'order', name: string, lines: [string, number, number][]) =>
    sales.quotes.putItems(
      kind,
      idOf(name),
      {
        items: lines.map(([product, quantity, price]) => ({
          product,
          quantity,
          unitPrice: price.toFixed(2),
        })),
      },
      by(ann),
    );

  for (const [index, lead] of leads.entries()) planLead(consoleApp, ids, on, lead, index);
  for (const { kind, lead, at, loggedAt, user } of activities)
    on(loggedAt, () =>
      sales.records.logActivity(
        { kind, lead: idOf(lead), at, body: '', ...(kind === 'call' && { direction: 'out' }) },
        by(user),
      ),
    );

  // What converting opened is found by its lead, and worked on from then.
  for (const [name, lead, owner, change] of [
    ['O1', 'L1', ann, { amount: 1000.1 }],
    ['O2', 'L4', bob, { amount: 0.2, expected_close: '2026-12-15' }],
  ] as const) {
    const at = leadAtMs(lead) + (name === 'O1' ? 3 : 25) * hourMs;
    on(at, async () => {
      const { rows } = await database.query('SELECT id FROM opportunities WHERE lead_id = $1', [idOf(lead)]);
      ids.set(name, rows[0].id);
      await sales.workflow.changeRecord('opportunity', idOf(name), { columns: change }, by(owner));
    });
  }
  on('2026-11-20T09:00:00Z', async () => {
    const fields = { 'contact-attached': true, 'campaign-assigned': true, 'quote-sent': true };
    const way = [
      '1 Planning & Identification',
      '2 Opportunity Development',
      '3 Proposal & Quote',
      '4 Negotiation & Quote Modification',
      '5 Closing the Business',
      'Closed Won',
    ];
    for (const to of way)
      await sales.workflow.changeRecord('opportunity', idOf('O1'), { fields, to }, by(ann));
  });

  const record = (
    name: string,
    kind: 'opportunity' | 'deal' | 'order',
    at: string,
    columns: Parameters<ConsoleApp['sales']['workflow']['beginRecord']>[2],
    moves: [at: string, to: string][] = [],
  ) => {
    on(at, async () => {
      const given = columns.company_id ? columns : { person_id: idOf('Ada'), ...columns };
      ids.set(
        name,
        await sales.workflow.beginRecord(
          kind,
          `tiny/${kind}`,
          { name, ...given },
          {},
          by(columns.owner ?? ''),
        ),
      );
    });
    for (const [when, to] of moves)
      on(when, () => sales.workflow.changeRecord(kind, idOf(name), { to }, by(columns.owner ?? '')));
  };
  on('2026-10-02T00:00:00Z', async () => {
    const { person } = await sales.records.putPerson({ email: 'ada@example.com', name: 'Ada' }, by(ann));
    ids.set('Ada', person.id);
  });
  record('O4', 'opportunity', '2026-10-31T10:00:00Z', { campaign: 'Spring', owner: ann, amount: 2000 }, [
    ['2026-11-01T00:00:00Z', 'Won'],
  ]);
  record(
    'O3',
    'opportunity',
    '2026-11-10T10:00:00Z',
    { campaign: 'Spring', owner: cem, amount: 500, currency: 'USD' },
    [['2026-11-25T10:00:00Z', 'Lost']],
  );
  record('O5', 'opportunity', '2026-11-12T10:00:00Z', { campaign: 'Autumn', owner: ann, amount: 300.33 }, [
    ['2026-11-18T10:00:00Z', 'Offered'],
  ]);
  on('2026-11-13T10:00:00Z', () =>
    sales.records.putCampaignInfluences(
      'opportunity',
      idOf('O5'),
      {
        items: [
          { campaign: 'Autumn', touch: 'first' },
          { campaign: 'Spring', touch: 'later' },
        ],
      },
      by(ann),
    ),
  );
  record('D6', 'deal', '2026-11-22T10:00:00Z', {
    owner: bob,
    amount: 100,
    currency: 'USD',
    expected_close: '2026-12-20',
  });
  const acme = { company_id: 'co_acme', owner: ann };
  record('R3', 'order', '2026-11-10T12:00:00Z', { ...acme, amount: 100 }, [
    ['2026-11-11T00:00:00Z', 'Delivered'],
  ]);
  record('R2', 'order', '2026-11-15T12:00:00Z', { owner: ann, amount: 5 }, [
    ['2026-11-16T00:00:00Z', 'Delivered'],
  ]);
  record('R1', 'order', '2026-11-20T12:00:00Z', { ...acme, amount: 275 }, [
    ['2026-11-21T00:00:00Z', 'Delivered'],
  ]);
  record('R4', 'order', '2026-11-29T12:00:00Z', { ...acme, amount: 50, currency: 'USD' }, [
    ['2026-11-30T00:00:00Z', 'Delivered'],
  ]);
  record('R5', 'order', '2026-11-29T12:00:00Z', { ...acme, amount: 999 }, [
    ['2026-11-30T00:00:00Z', 'Taken back'],
  ]);

  for (const { atMs, act } of steps.sort((a, b) => a.atMs - b.atMs)) {
    clock.turnTo(atMs);
    await act();
  }
  clock.turnTo(askedAtMs);
  await database.query('UPDATE orders SET opportunity_id = $2 WHERE id = $1', [idOf('R1'), idOf('O1')]);
  const ofO1: [string, number, number][] = [
    ['Mug', 10, 9.5],
    ['Pen', 100, 1.8],
  ];
  await items('opportunity', 'O1', ofO1);
  await items('order', 'R1', ofO1);
  await items('opportunity', 'O2', [['Mug', 3, 10]]);
  await items('opportunity', 'O3', [['Mug', 5, 12]]);
  await items('order', 'R2', [['Pen', 2.5, 2]]);
  await database.query(
    `INSERT INTO escalations (task_id, due_at, step, taken_at, outcome)
     SELECT id, due_at, step, due_at, given.outcome
     FROM tasks, (VALUES ('remind', 'overtaken'), ('overdue', 'notified'), ('reassign', 'queued')) AS given (step, outcome)
     WHERE lead_id = $1`,
    [idOf('L3')],
  );
  await consoleApp.history.copyBatch({ events: [], ledger: [entryOf('g', ledgerOfWorld())], hasMore: false });
  return ids;
}

const leadAtMs = (id: string) => Date.parse(leads.find((lead) => lead.id === id)?.at ?? '');

function planLead(
  { sales }: ConsoleApp,
  ids: Map<string, string>,
  on: (at: number, act: () => Promise<unknown>) => void,
  { id, at, campaign, version = 'v1', rules, owner, done, quality }: PlannedLead,
  index: number,
): void {
  const atMs = Date.parse(at);
  const email = `${id.toLowerCase()}@example.com`;
  const leadId = () => ids.get(id) as string;
  let lead: LeadView;
  on(atMs, async () => {
    const record = standing({
      profile: `p${id.slice(1)}`,
      programme: campaign === 'Spring' ? 'emea' : 'trial',
      programmeVersion: version,
      campaign,
      atMs,
      actions: usualActions(atMs),
      identity: { ...identityOf(email), userId: id },
      reasons: rules.map((rule) => ({
        rule,
        label: rule,
        points: 5,
        value: 5,
        at,
        reason: rule,
        event: null,
      })),
    });
    await sales.leads.applyTierUpdates([{ partition: 0, id: `${index + 1}-0`, record }]);
    const { items } = await sales.records.listLeads({ limit: 200 });
    lead = items.find(({ profile }) => profile === record.profile) as LeadView;
    ids.set(id, lead.id);
    if (owner !== null) await sales.records.changeLead(lead.id, { owner }, by('lead@example.com'));
    if (id === 'L5') await sales.records.putPerson({ email, doNotContact: true }, by('lead@example.com'));
  });
  if (done !== undefined)
    on(atMs + done.afterHours * hourMs, () =>
      sales.records.changeTask(
        lead.task?.id ?? '',
        { status: 'Complete', outcome: done.outcome },
        by(owner ?? ''),
      ),
    );
  if (quality !== undefined)
    on(atMs + 48 * hourMs, () => sales.records.changeLead(leadId(), { quality }, by(owner ?? '')));
}
