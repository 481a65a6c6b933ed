/**
 * Imports against a model: any order of imports, changes by hand and undos leaves people as a few lines of plain code say. Nothing that
 * somebody changed by hand is ever taken away by an undo.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { lawTimeoutMs, runs } from '../../support/law-runs.ts';
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

/** The people of a run: all runs are in one store. */
async function peopleAt(domain: string) {
  const pages = await Promise.all(
    ['a', 'b', 'c', 'd'].map((who) => sales.records.listPeople({ limit: 1, email: `${who}@${domain}` })),
  );
  return pages.flatMap(({ items }) => items);
}

const { signal } = new AbortController();
let run = 0;

test(
  'any order of imports, changes and undos leaves people as the model says',
  async () => {
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
        const shown = (await peopleAt(domain)).map(({ email, title, doNotContact }) => [
          email?.slice(0, 1),
          { title, doNotContact },
        ]);
        expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(model.people));
      }),
      runs(30),
    );
  },
  lawTimeoutMs,
);

/** A person before anything is imported: at which company, and whether marked by themselves. */
const someone = fc.record({
  name,
  company: fc.constantFrom(null, 'One', 'Two', 'Listed'),
  isMarked: fc.boolean(),
  isFreed: fc.boolean(),
});
/** By hand. *Listed* is marked by files alone: a mark said again by hand would not show. */
const markOfCompany = fc.record({ company: fc.constantFrom('One', 'Two'), mark: fc.boolean() });
const importedFile = fc.oneof(
  fc.record({
    kind: fc.constant('people' as const),
    rows: fc.uniqueArray(
      fc.record({
        name,
        company: fc.constantFrom('', 'One', 'Two', 'Listed'),
        mark: fc.constantFrom('', 'true', 'false'),
      }),
      {
        selector: (one) => one.name,
        minLength: 1,
      },
    ),
  }),
  fc.record({
    kind: fc.constant('do-not-contact' as const),
    names: fc.uniqueArray(name, { minLength: 1 }),
    company: fc.boolean(),
  }),
  // A company that takes in everybody of its domain.
  fc.record({ kind: fc.constant('companies' as const), mark: fc.boolean() }),
);

test(
  'an import that is undone leaves marks, companies and work as without it, whatever companies wished meanwhile',
  async () => {
    let worlds = 0;
    /** Two worlds of their own: one with the import and its undo, one without. */
    const world = async (
      domain: string,
      given: {
        people: readonly { name: string; company: string | null; isMarked: boolean; isFreed: boolean }[];
        marks: readonly { company: string; mark: boolean }[];
      },
    ) => {
      const companies = new Map<string, string>();
      for (const company of ['One', 'Two', 'Listed'])
        companies.set(
          company,
          (await sales.records.makeCompany({ name: `${company} of ${domain}` }, admin)).id,
        );
      const mark = async (all: typeof given.marks) => {
        for (const one of all)
          await sales.records.changeCompany(
            companies.get(one.company) ?? '',
            { doNotContact: one.mark },
            admin,
          );
      };
      for (const { name: who, company, isMarked } of given.people) {
        const companyId = company === null ? null : companies.get(company);
        const { person } = await sales.records.putPerson({ email: `${who}@${domain}`, companyId }, admin);
        await sales.workflow.beginRecord('lead', 'process-guide/lead', { person_id: person.id }, {}, admin);
        if (isMarked) await sales.records.changePerson(person.id, { doNotContact: true }, admin);
      }
      await mark(given.marks);
      for (const one of given.people.filter(({ isFreed }) => isFreed))
        await sales.records.putPerson({ email: `${one.name}@${domain}`, doNotContact: false }, admin);
      const shown = async () => {
        const own = await peopleAt(domain);
        const lines = await Promise.all(
          own.map(async ({ id, email, doNotContact, company, companyId }) => {
            const leads = await sales.records.listLeads({ limit: 10, person: id });
            const at = [...companies].find(([, one]) => one === companyId)?.[0] ?? companyId;
            const stages = leads.items.map(({ stage, endReason }) => `${stage} ${endReason}`).sort();
            return [email?.slice(0, 1), doNotContact, company?.replace(domain, ''), at, ...stages].join(' ');
          }),
        );
        return lines.sort();
      };
      return { mark, shown };
    };
    const imported = async (
      domain: string,
      file: typeof importedFile extends fc.Arbitrary<infer Value> ? Value : never,
    ) => {
      const lines =
        file.kind === 'people'
          ? [
              'email,company,doNotContact',
              ...file.rows.map(
                (row) => `${row.name}@${domain},${row.company && `${row.company} of ${domain}`},${row.mark}`,
              ),
            ]
          : file.kind === 'companies'
            ? ['name,domain,doNotContact', `Whole ${domain},${domain},${file.mark}`]
            : [
                'email,company',
                ...file.names.map((who) => `${who}@${domain},`),
                ...(file.company ? [`,Listed of ${domain}`] : []),
              ];
      const { view } = await sales.imports.receive(
        bytesOf(`${lines.join('\n')}\n`),
        { kind: file.kind, dryRun: false },
        admin,
      );
      await sales.imports.work(signal);
      expect(await sales.imports.find(view.id)).toMatchObject({ status: 'done' });
      return view.id;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(someone, { selector: (one) => one.name }),
        fc.array(markOfCompany, { maxLength: 2 }),
        importedFile,
        fc.array(markOfCompany, { maxLength: 3 }),
        async (people, marks, file, later) => {
          const id = ++worlds;
          const [withIt, without] = [`with${id}.example`, `without${id}.example`];
          const one = await world(withIt, { people, marks });
          const other = await world(without, { people, marks });
          expect(await one.shown()).toEqual(await other.shown());
          const done = await imported(withIt, file);
          await one.mark(later);
          await other.mark(later);
          await sales.imports.undo(done);
          await sales.imports.work(signal);
          expect(await one.shown()).toEqual(await other.shown());
        },
      ),
      {
        ...runs(6),
        examples: [
          // Said again, a company's mark is no new one: who was freed of it stays free.
          [
            [{ name: 'a', company: 'Two', isMarked: false, isFreed: true }],
            [{ company: 'Two', mark: true }],
            { kind: 'do-not-contact', names: ['a'], company: false },
            [{ company: 'Two', mark: true }],
          ],
          // Taken back and said again it is one.
          [
            [{ name: 'a', company: 'Two', isMarked: false, isFreed: true }],
            [{ company: 'Two', mark: true }],
            { kind: 'do-not-contact', names: ['a'], company: false },
            [
              { company: 'Two', mark: false },
              { company: 'Two', mark: true },
            ],
          ],
        ],
      },
    );
  },
  lawTimeoutMs,
);
