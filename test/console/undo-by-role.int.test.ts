/** What an act did to other records is taken back with it only by a role that may change the record with which the act began. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startMs } from '../sales/records.ts';
import { actingOf, bodyOf } from './bulk-acting.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let rep: Caller;
let marketer: Caller;
let acting: ReturnType<typeof actingOf>;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  rep = await newcomer(consoleApp, 'mia-rep@example.com', 'rep');
  marketer = await newcomer(consoleApp, 'marketer@example.com', 'marketer', { lanes: ['Sales'] });
  acting = actingOf(consoleApp, rep);
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

/** A person of a company of their own, with a record of each kind that ends with their wish. */
const known = async () => {
  const company = await bodyOf(rep, 'POST', '/companies', { name: `Company ${await acting.person()}` });
  const person = await acting.person({ companyId: company.id });
  const make = async (path: string, given: object) =>
    (await bodyOf(acting.token, 'POST', path, { person, ...given })).id as string;
  return {
    companies: company.id as string,
    people: person,
    leads: await make('/leads', { campaign: 'Fair' }),
    tasks: await make('/tasks', { subject: 'Call', dueOn: '2026-12-01' }),
    opportunities: await make('/opportunities', { pipeline: 'touchstone/opportunity', name: 'Pens' }),
  };
};
interface Item {
  id: string;
  kind: string;
  changes: Record<string, unknown>;
  undo: object | null;
}
/** The entries of a record that say what its end, or its wish, was. */
const offersOf = async (by: Caller, record: string) => {
  const { items }: { items: Item[] } = await bodyOf(by, 'GET', `/timeline/${record}`);
  return items.filter(({ changes }) => !('id' in changes)).filter(({ undo }) => undo !== null);
};
const isMarked = async (list: string, id: string) =>
  (await bodyOf(rep, 'GET', `/${list}/${id}`)).doNotContact as boolean;

describe('a wish for no contact that a rep noted', () => {
  const wished = ['people', 'companies'] as const;
  const ended = ['leads', 'tasks', 'opportunities'] as const;
  test.each(wished.flatMap((list) => ended.map((kind) => [list, kind] as const)))(
    'of %s is not freed by a marketer from the timeline of their %s, and is by a rep',
    async (list, kind) => {
      const records = await known();
      await bodyOf(rep, 'PATCH', `/${list}/${records[list]}`, { doNotContact: true });
      const [entry] = await offersOf(rep, records[kind]);
      expect(entry).toBeDefined();
      expect(await offersOf(marketer, records[kind])).toEqual([]);
      const path = `/timeline/${records[kind]}/${entry?.id}/undo`;
      const refused = await marketer.ask('POST', path);
      expect([refused.statusCode, refused.json().detail]).toEqual([
        403,
        `role marketer may not change ${list}, and so not undo a change of them`,
      ]);
      expect(await isMarked(list, records[list])).toBe(true);
      expect((await rep.ask('POST', path)).statusCode).toBe(200);
      expect(await isMarked(list, records[list])).toBe(false);
    },
  );
});

test('a stage that says the wish is taken back from many leads only by a role that may change people', async () => {
  const lead = await acting.lead({ pipeline: 'process-guide/lead', campaign: 'Fair' });
  const { person } = await bodyOf(rep, 'GET', `/leads/${lead}`);
  const asked = { list: 'leads', ids: [lead], change: { status: 'Do not contact' } };
  const act = await acting.act(asked, marketer);
  expect(act).toMatchObject({ status: 'done', refused: [], counts: { done: 1 } });
  expect(await isMarked('people', person.id)).toBe(true);
  expect(await acting.undo(act.id, marketer)).toMatchObject({ status: 'undone', counts: { kept: 1 } });
  expect(await isMarked('people', person.id)).toBe(true);
});
