/**
 * Imports against a model: any order of imports, changes by hand and undos leaves people as a few lines of plain code say. Nothing that
 * somebody changed by hand is ever taken away by an undo.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { admin, startMs } from '../records.ts';

let database: TestDatabase;
let sales: TestSales;

beforeAll(async () => {
  database = await startTestDatabase();
  sales = await openTestSales({ databaseUrl: database.url, clock: { nowMs: () => startMs } });
});
afterAll(async () => {
  await sales?.close();
  await database?.stop();
});

interface Person {
  title: string | null;
  doNotContact: boolean;
}
type Field = keyof Person;

/** What an import did to one person: `before` is null for a new one. */
interface Done {
  name: string;
  before: Person | null;
  after: Person;
}

const name = fc.constantFrom('a', 'b', 'c', 'd');
const row = fc.record({ name, title: fc.constantFrom('Dr', 'Ms', 'Sir'), doNotContact: fc.boolean() });
const step = fc.oneof(
  fc.record({
    do: fc.constant('import' as const),
    rows: fc.uniqueArray(row, { selector: (one) => one.name, minLength: 1, maxLength: 4 }),
  }),
  fc.record({ do: fc.constant('change' as const), name, title: fc.constantFrom('Mx', 'Lady') }),
  fc.record({ do: fc.constant('undo' as const), which: fc.nat() }),
);

/** The people as they should be, and what each import did. */
class Model {
  readonly people = new Map<string, Person>();

  import(rows: readonly (Person & { name: string })[]): Done[] {
    return rows.flatMap(({ name: who, title, doNotContact }) => {
      const before = this.people.get(who) ?? null;
      const after = { title, doNotContact };
      this.people.set(who, after);
      const isSame = before?.title === title && before.doNotContact === doNotContact;
      return isSame ? [] : [{ name: who, before, after }];
    });
  }

  undo(done: readonly Done[]): void {
    for (const { name: who, before, after } of [...done].reverse()) {
      const now = this.people.get(who);
      if (now === undefined) continue;
      const isAsImported = now.title === after.title && now.doNotContact === after.doNotContact;
      if (before === null) {
        if (isAsImported) this.people.delete(who);
        continue;
      }
      const kept = <Name extends Field>(field: Name): Person[Name] =>
        now[field] === after[field] ? before[field] : now[field];
      this.people.set(who, { title: kept('title'), doNotContact: kept('doNotContact') });
    }
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

const { signal } = new AbortController();
let run = 0;

test('any order of imports, changes and undos leaves people as the model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
      const domain = `run${++run}.example`;
      const model = new Model();
      const imports: { id: string; done: Done[] }[] = [];
      for (const one of steps) {
        if (one.do === 'import') {
          const lines = one.rows.map(
            ({ name: who, title, doNotContact }) => `${who}@${domain},${title},${doNotContact}`,
          );
          const file = bytesOf(`email,title,doNotContact\n${lines.join('\n')}\n`);
          const { view } = await sales.imports.receive(file, { kind: 'people', dryRun: false }, admin);
          await sales.imports.work(signal);
          imports.push({ id: view.id, done: model.import(one.rows) });
        } else if (one.do === 'change') {
          const person = model.people.get(one.name);
          if (person === undefined) continue;
          await sales.records.putPerson({ email: `${one.name}@${domain}`, title: one.title }, admin);
          model.people.set(one.name, { ...person, title: one.title });
        } else {
          const [chosen] = imports.splice(one.which % Math.max(1, imports.length), 1);
          if (chosen === undefined) continue;
          await sales.imports.undo(chosen.id);
          await sales.imports.work(signal);
          model.undo(chosen.done);
        }
      }
      const { items } = await sales.records.listPeople({ limit: 100 });
      const own = items.filter(({ email }) => email?.endsWith(`@${domain}`));
      const shown = own.map(({ email, title, doNotContact }) => [
        email?.slice(0, 1),
        { title, doNotContact },
      ]);
      expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(model.people));
    }),
    { numRuns: 30 },
  );
});
