/** Companies on a ladder, on a real PostgreSQL: parts of people as tier updates say them, scored as the worker does. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import type { Identity, TierUpdate } from '../../../src/contract/api/api.ts';
import { readProgramme } from '../../../src/contract/language/language.ts';
import { accountScoring } from '../../../src/engine/processing/processing.ts';
import { compileAlone } from '../../../src/engine/scoring/scoring.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { employ } from '../../support/employees.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';

const startMs = Date.parse('2026-11-23T12:00:00.000Z');

export const committeeText = `
programme: committee
name: Buying committee
campaign: Committees
of: account
combine: sum
timeZone: Europe/Berlin
visit: { endsAfter: 30 minutes }
rules: [{ id: page, label: Viewed a page, when: { type: page }, points: 5, pays: every time }]
ladder:
  contactWithin: 24 hours
  hysteresis: 5
  tiers: [{ name: warm, from: 20, down: [{ do: close task }] }, { name: hot, from: 50, down: [{ do: close task }] }]
`;

export type Compiled = ReturnType<typeof compileAlone>;

export function compiled(text: string, version: string): Compiled {
  const read = readProgramme('committee.yaml', text);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return compileAlone(read.programme, version);
}

/** A test of its own has a company of its own: its names end with the number of the round. */
export class AccountRoom {
  nowMs = startMs;
  round = 0;
  programmes = compiled(committeeText, 'v1');
  generation = 1;
  sales!: TestSales;
  database!: pg.Client;
  url = '';
  #server!: TestDatabase;
  #entry = 0;

  async open(): Promise<void> {
    this.#server = await startTestDatabase();
    this.url = this.#server.url;
    this.sales = await this.another(
      () => this.generation,
      () => this.programmes,
    );
    this.database = new pg.Client({ connectionString: this.#server.url });
    await this.database.connect();
    await employ(this.database, 'rep@example.com', 'owner@example.com');
  }

  async close(): Promise<void> {
    await this.database?.end();
    await this.sales?.close();
    await this.#server?.stop();
  }

  begin(): void {
    this.nowMs = startMs;
    this.programmes = compiled(committeeText, 'v1');
    this.round++;
  }

  /** The sales of another process, with the programmes that it knows. */
  another(generation: () => number, programmes: () => Compiled): Promise<TestSales> {
    return openTestSales({
      databaseUrl: this.url,
      clock: { nowMs: () => this.nowMs },
      accountScoring: accountScoring(() => ({ programmes: programmes(), generation: generation() })),
    });
  }

  get domain(): string {
    return `acme-${this.round}.example`;
  }

  get name(): string {
    return `Acme ${this.round}`;
  }

  identity(name: string, change: Partial<Identity> = {}): Identity {
    return {
      ...{
        userId: name,
        email: `${name}@${this.domain}`,
        name,
        company: this.name,
        title: null,
        phone: null,
      },
      ...{ country: null, language: null, group: { id: null, domain: this.domain } },
      ...change,
    };
  }

  part(name: string, score: number, change: Partial<TierUpdate> = {}): TierUpdate {
    const { nowMs } = this;
    const label = 'Viewed the pricing';
    const at = new Date(nowMs).toISOString();
    return {
      ...{ profile: `${name}-${this.round}`, programme: 'committee', programmeName: 'Buying committee' },
      ...{ programmeVersion: 'v1', campaign: 'Committees', actions: [], grade: null, priority: null },
      ...{ episode: 1, begunAs: null, from: 0, to: score > 0 ? 1 : 0, tierName: 'adds points', tiers: 1 },
      ...{ score, atMs: nowMs, acceptedAtMs: nowMs, part: { isOwn: true }, identity: this.identity(name) },
      reasons: [{ rule: label, label, points: score, value: score, at, reason: '', event: null }],
      ...change,
    };
  }

  /** Somebody whom only a page has named. */
  claim(name: string, score: number, change: Partial<Identity> = {}): TierUpdate {
    return this.part(name, score, {
      identity: this.identity(name, {
        ...{ userId: null, unproven: ['email', 'name', 'company'], unprovenBy: 'k1', isKnown: false },
        ...change,
      }),
    });
  }

  async say(...records: TierUpdate[]): Promise<void> {
    await this.sayIn(this.round, ...records);
  }

  /** In a partition of their own. */
  async sayIn(partition: number, ...records: object[]): Promise<void> {
    await this.sales.leads.applyTierUpdates(
      records.map((record) => ({ partition, id: `${++this.#entry}-0`, record })),
    );
  }

  async erase(name: string): Promise<void> {
    const profile = `${name}-${this.round}`;
    const address = `${name}@${this.domain}`;
    await this.sayIn(this.round, {
      ...{ erasure: `er_${profile}`, profile, untilMs: this.nowMs, address, person: null },
    });
  }

  async score(): Promise<void> {
    await this.sales.leads.accounts.endLeft();
    while ((await this.sales.leads.accounts.scoreDue()) > 0);
  }

  async laterHour(): Promise<void> {
    this.nowMs += limits.hourMs;
    await this.score();
  }

  async companies(q = this.name) {
    return (await this.sales.records.listCompanies({ limit: 200, q })).items;
  }

  async companyId(q = this.name): Promise<string> {
    return (await this.companies(q))[0]?.id ?? '';
  }

  async scores(id?: string) {
    return (await this.sales.leads.accounts.account(id ?? (await this.companyId())))?.scores;
  }

  /** Of the company: score, tier and how many count. */
  async standing(id?: string): Promise<number[] | undefined> {
    const [one] = (await this.scores(id)) ?? [];
    return one && [one.score, one.tier, one.peopleCount];
  }

  async leads() {
    return (await this.sales.records.listLeads({ limit: 200 })).items.filter(({ person }) =>
      person.email?.endsWith(this.domain),
    );
  }

  async rows<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.database.query<Row>(sql, values)).rows;
  }

  /** The types of the alerts since so many. */
  async alerts(since = 0): Promise<string[]> {
    return (await this.sales.outbox.alertsAfter(0, 500)).slice(since).map(({ type }) => type);
  }

  async personId(name: string): Promise<string> {
    const { items } = await this.sales.records.listPeople({ limit: 5, email: `${name}@${this.domain}` });
    return items[0]?.id ?? '';
  }
}

/** A room that is open for the tests of a file. */
export function accountRoom(): AccountRoom {
  const room = new AccountRoom();
  beforeAll(() => room.open());
  afterAll(() => room.close());
  beforeEach(() => room.begin());
  return room;
}
