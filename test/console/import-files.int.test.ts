/** Files as spreadsheets make them: bytes, delimiters, numbers, days; what cannot be read fails with its place. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf, type TestEncoding } from '../sales/imports/files.ts';
import { importingOf } from '../sales/imports/importing.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
const { send, run, work, rows } = importingOf(() => consoleApp);

const personOf = async (email: string) =>
  (await ask('GET', `/people?email=${encodeURIComponent(email)}`)).body.items[0];

beforeAll(async () => {
  consoleApp = await startConsoleApp();
});
afterAll(async () => void (await consoleApp?.close()));

describe('bytes as spreadsheets make them', () => {
  const german = 'E-Mail;Vorname;Nachname;Firma;Telefon;Land\r\n';
  const encodings: TestEncoding[] = [
    ...(['utf-8', 'utf-8 with mark', 'utf-16le with mark', 'utf-16be with mark'] as const),
    ...(['utf-16le', 'utf-16be', 'windows-1252'] as const),
  ];

  test.each(encodings)('%s', async (encoding) => {
    const email = `joerg-${encoding.replaceAll(' ', '-')}@encodings.example`;
    const file = bytesOf(
      `${german}${email};Jörg;Müller;"Säge; & ""Söhne""";'+49 30 1234;Österreich\r\n`,
      encoding,
    );
    const view = await run('kind=people', file);
    expect([view.status, view.error, view.delimiter, view.counts]).toMatchObject([
      'done',
      null,
      ';',
      { new: 1, bad: 0 },
    ]);
    expect(await personOf(email)).toMatchObject({
      ...{
        name: 'Jörg Müller',
        company: 'Säge; & "Söhne"',
        phone: '+49 30 1234',
        country: 'AT',
        kind: 'prospect',
      },
    });
  });

  test.each<[string, string, object]>([
    ['comma', 'email,name\nc1@forms.example,One\n', { name: 'One' }],
    ['tab', 'email\tname\nc2@forms.example\tTwo\n', { name: 'Two' }],
    ['pipe', 'email|name\nc3@forms.example|Three\n', { name: 'Three' }],
    ['a stated delimiter', 'sep=;\r\nemail;name\r\nc4@forms.example;Four\r\n', { name: 'Four' }],
    ['old ends of lines', 'email,name\rc5@forms.example,Five\r', { name: 'Five' }],
    ['mixed ends of lines', 'email,name\r\nc6@forms.example,Six\nx@forms.example,X\r\n', { name: 'Six' }],
    ['no end of the last line', 'email,name\nc7@forms.example,Seven', { name: 'Seven' }],
    ['quoted new lines', 'email,name\nc8@forms.example,"Eight\r\nof\nmany"\n', { name: 'Eight\r\nof\nmany' }],
    ['empty lines and cells', '\n\nemail,name,,\n\nc9@forms.example,Nine,,\n,,,\n\n', { name: 'Nine' }],
    ['short rows', 'email,name,title\nc10@forms.example,Ten\n', { name: 'Ten', title: null }],
    ['a quote within a cell', 'email,title\nc11@forms.example,5" screens\n', { title: '5" screens' }],
    ['a formula', `email,title\nc12@forms.example,'=1+1\n`, { title: '=1+1' }],
    ['other columns', 'Farbe,email,Form\nrot,c13@forms.example,rund\n', { email: 'c13@forms.example' }],
    ['spaces around', ' email , name \n c14@forms.example ,  Fourteen  \n', { name: 'Fourteen' }],
  ])('%s', async (_what, file, expected) => {
    const view = await run('kind=people', file);
    expect([view.status, view.error]).toEqual(['done', null]);
    const email = /c\d+@forms\.example/.exec(file)?.[0] ?? '';
    expect(await personOf(email)).toMatchObject(expected);
  });

  test('a plain list of addresses needs no header', async () => {
    const view = await run('kind=do-not-contact', 'ada@plain.example\nBOB@plain.example\n');
    expect([view.status, view.header, view.counts.new]).toEqual(['done', false, 2]);
    expect(await personOf('bob@plain.example')).toMatchObject({ doNotContact: true });
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ['a quote that is never closed', 'email,name\na@b.example,"Ada\nx,y\n', /line 2: .*never closed/],
    [
      'a row without an end',
      `email,name\na@b.example,"${'x'.repeat(300_000)}"\n`,
      /line 2: .*over 262144 characters/,
    ],
    ['a header alone', 'email,name\n', /a header and no rows/],
    [
      'no column of a person',
      'Farbe,Form\nrot,rund\n',
      /no column of the file is taken for "email" or "name".*it has "Farbe", "Form"/,
    ],
    [
      'one name twice',
      'email,email\na@b.example,c@d.example\n',
      /two columns of the file are called "email"/,
    ],
  ])('%s fails with its place', async (_what, file, error) => {
    const view = await run('kind=people', file);
    expect([view.status, view.error]).toEqual(['failed', expect.stringMatching(error)]);
  });

  test.each<[string, string, string | Uint8Array, number, RegExp]>([
    ['nothing', 'kind=people', '', 400, /the file is empty/],
    ['lines alone', 'kind=people', '\r\n\r\n', 400, /the file is empty/],
    ['no kind', 'x=1', 'email\n', 400, /"kind" is missing/],
    ['another kind', 'kind=cats', 'email\n', 400, /"kind" is "cats": expected "people", "companies"/],
    [
      'another encoding',
      'kind=people&encoding=ebcdic',
      'email\n',
      400,
      /"encoding" is "ebcdic": expected "utf-8"/,
    ],
    [
      'bytes of none',
      'kind=people&encoding=utf-8',
      Uint8Array.from([0x61, 0xff, 0x0a]),
      400,
      /not valid utf-8/,
    ],
    [
      'a mapping of none',
      'kind=people&mapping=%7B%22x%22%3A%22email%22%7D',
      'email\n',
      400,
      /the file has no such column/,
    ],
    ['a mapping that is no JSON', 'kind=people&mapping=x', 'email\n', 400, /"mapping" is "x": expected JSON/],
    ['too many columns', 'kind=people', `${'a,'.repeat(200)}b\n`, 400, /201 columns: expected at most 200/],
  ])('%s is refused', async (_what, query, file, status, detail) => {
    const answer = await send(query, file);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(detail)]);
  });

  test('a file of another type is refused, and said which one is read', async () => {
    const answer = await send('kind=people', 'email\n', { 'content-type': 'application/pdf' });
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      415,
      'unsupported_media_type',
      expect.stringMatching(/text\/csv/),
    ]);
    const charset = await send('kind=people', bytesOf('email,name\nü@cs.example,Jörg\n', 'windows-1252'), {
      'content-type': 'text/csv; charset=iso-8859-1',
    });
    expect([charset.status, charset.body.encoding]).toEqual([202, 'windows-1252']);
    await work();
  });

  test('nothing of a refused file stays', async () => {
    const count = async () => (await consoleApp.query('SELECT FROM import_pieces')).rowCount;
    const before = await count();
    await send('kind=people&encoding=utf-8', Uint8Array.from([0x61, 0xff]));
    expect(await count()).toBe(before);
  });
});

describe('numbers and days', () => {
  test('have a comma where cells are separated by semicolons, and an order that is stated', async () => {
    await run('kind=people', 'email\nbuyer@numbers.example\n');
    const view = await run(
      'kind=opportunities&pipeline=touchstone/opportunity&dates=dmy',
      'Deal name;Email;Betrag;Close date\r\nTables;buyer@numbers.example;1.234,50;01.02.2027\r\n',
    );
    expect([view.status, view.error, view.decimal]).toEqual(['done', null, ',']);
    const { id } = await personOf('buyer@numbers.example');
    const [opportunity] = (await ask('GET', `/opportunities?person=${id}`)).body.items;
    expect([opportunity.name, Number(opportunity.amount), opportunity.expectedClose]).toEqual([
      'Tables',
      1234.5,
      '2027-02-01',
    ]);
  });

  test('of another order are bad rows', async () => {
    const view = await run(
      'kind=opportunities&pipeline=touchstone/opportunity&rows=good',
      'name,email,amount,expectedClose\nA,buyer@numbers.example,"1,5",\nB,buyer@numbers.example,,01.02.2027\n',
    );
    const reasons = (await rows(`/imports/${view.id}/rejected`)).slice(1).map((row) => row[3]);
    expect(reasons).toEqual([
      expect.stringMatching(/"amount": expected a number with a decimal point/),
      expect.stringMatching(
        /"expectedClose": expected a day such as "2026-12-01"; for other orders state "dates"/,
      ),
    ]);
  });
});

test('bad rows come back as they came, and are sent again by the same order of days', async () => {
  await run('kind=people', 'email\nslow@days.example\n');
  const header = 'name,pipeline,email,amount,expectedClose,field:in-hands-date\n';
  const row = (name: string, amount: string, close: string) =>
    `${name},touchstone/opportunity,slow@days.example,${amount},${close},03/04/2027\n`;
  const file = header + row('Late', 'x', '05/11/2026') + row('Never', '1', '31/31/2026');
  const view = await run('kind=opportunities&rows=good&dates=dmy', file);
  expect(view.counts).toMatchObject({ bad: 2 });
  const rejected = await rows(`/imports/${view.id}/rejected`);
  expect(rejected.slice(1).map((cells) => cells.slice(-2))).toEqual([
    ['05/11/2026', '03/04/2027'],
    ['31/31/2026', '03/04/2027'],
  ]);
  const corrected = rejected.map((cells) =>
    cells
      .slice(4)
      .map((cell) => cell.replace(/^x$/, '7').replace('31/31/2026', '2026-12-31'))
      .join(','),
  );
  // Without the order nothing is guessed.
  const unsaid = await run('kind=opportunities&rows=good', `${corrected.join('\n')}\n`);
  expect(unsaid.counts).toMatchObject({ new: 0, bad: 2 });
  const again = await run('kind=opportunities&rows=good&dates=dmy', `${corrected.join('\n')}\n`);
  expect(again.counts).toMatchObject({ new: 2, bad: 0 });
  const found = (await ask('GET', '/opportunities?limit=200')).body.items.filter(
    ({ name }: { name: string }) => name === 'Late' || name === 'Never',
  );
  expect(
    found
      .map(({ name, expectedClose, fields }: { name: string; expectedClose: string; fields: object }) => [
        name,
        expectedClose,
        fields,
      ])
      .sort(),
  ).toEqual([
    ['Late', '2026-11-05', { 'in-hands-date': '2027-04-03' }],
    ['Never', '2026-12-31', { 'in-hands-date': '2027-04-03' }],
  ]);
});

describe('opportunities', () => {
  test('are put into their stage, mail nobody, and keep it afterwards', async () => {
    await run('kind=companies', 'name,domain\nStaged,staged.example\n');
    const { stages } = (await ask('GET', '/pipelines')).body.items.find(
      ({ id }: { id: string }) => id === 'touchstone/opportunity',
    );
    const stage = stages[1].stage as string;
    const file = (word: string) =>
      `name,pipeline,company,stage\nStaged,touchstone/opportunity,staged.example,${word}\n`;
    const mails = async () => (await consoleApp.query('SELECT FROM deliveries')).rowCount;
    const before = await mails();
    expect(await run('kind=opportunities', file(stage.toUpperCase()))).toMatchObject({
      status: 'done',
      counts: { new: 1 },
    });
    expect(await mails()).toBe(before);
    const [made] = (await ask('GET', `/opportunities?stage=${encodeURIComponent(stage)}`)).body.items;
    expect(made).toMatchObject({ name: 'Staged', stage });
    const moved = await run('kind=opportunities', file(stages[2].stage));
    expect(moved.status).toBe('failed');
    expect((await rows(`/imports/${moved.id}/rejected`))[1]?.[3]).toMatch(
      /"stage": it stands in ".*"; move it with PATCH/,
    );
  });

  test.each([
    ['nobody@nowhere.example,,touchstone/opportunity,', /"person": nobody has this address/],
    [',No such company,touchstone/opportunity,', /"company": no company has this name/],
    [',,touchstone/opportunity,', /needs a "person"/],
    [',Staged,emea/lead,', /"pipeline": there is no such pipeline of opportunities/],
    [',Staged,,', /needs a "pipeline"/],
    [',Staged,touchstone/opportunity,Nowhere', /"stage": expected "/],
  ])('of %j are refused', async (cells, reason) => {
    const view = await run('kind=opportunities', `name,person,company,pipeline,stage\nX,${cells}\n`);
    expect((await rows(`/imports/${view.id}/rejected`))[1]?.[3]).toMatch(reason);
  });
});
