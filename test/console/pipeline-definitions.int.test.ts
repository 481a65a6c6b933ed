/** Definitions of pipelines over the API: all that a file says can be read, in every version, and is published again from its text. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PipelineDefinitionView } from '../../src/contract/api/api.ts';
import { readSalesProcess, transitionsFrom } from '../../src/contract/language/language.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
const definitionOf = async (path: string) => {
  const { status, body } = await ask('GET', `/pipelines/${path}`);
  expect(status).toBe(200);
  return body as PipelineDefinitionView;
};

beforeAll(async () => {
  consoleApp = await startConsoleApp();
});
afterAll(async () => void (await consoleApp?.close()));

test('every pipeline of the five shipped processes is read, as its file says', async () => {
  const { items } = (await ask('GET', '/pipelines')).body;
  expect(items.length).toBeGreaterThan(10);
  for (const { id, version } of items) {
    const definition = await definitionOf(id);
    const reading = readSalesProcess(id, definition.source);
    if (!reading.ok) throw new Error(`${id}: the text that is answered cannot be read`);
    const written = reading.value.pipelines.find(
      ({ pipeline }) => `${definition.process.process}/${pipeline}` === id,
    );
    if (written === undefined) throw new Error(`${id} is not in its own text`);
    expect(definition).toMatchObject({ id, version, name: written.name, kind: written.of });
    expect(definition.process.lanes).toEqual(reading.value.lanes.map(({ lane }) => lane));
    expect(definition.fields.map(({ field }) => field)).toEqual(Object.keys(written.fields));
    expect(definition.stages.map(({ stage }) => stage)).toEqual(written.stages.map(({ stage }) => stage));
    expect(definition.stages.filter(({ isStart }) => isStart)).toHaveLength(1);
    written.stages.forEach((stage, index) => {
      const shown = definition.stages[index];
      expect(shown?.transitions.map(({ to, needs }) => [to, needs])).toEqual(
        transitionsFrom(written, stage).map(({ to, needs }) => [to, needs]),
      );
      expect(shown?.activities).toMatchObject(stage.activities);
      expect(shown?.timeOuts.map(({ to, reason }) => [to, reason])).toEqual(
        stage.after.map(({ to, reason }) => [to, reason]),
      );
      expect([...(shown?.checklist ?? []), ...(shown?.reminders ?? [])]).toEqual([
        ...stage.checklist,
        ...stage.reminders,
      ]);
    });
    expect((await ask('POST', '/pipelines/check', { text: definition.source })).body.errors).toEqual([]);
  }
});

describe('a definition says', () => {
  test('who owns which activity, its number, and whether it is optional or automatable', async () => {
    const { stages, report, reportPath } = await definitionOf('value-stream/campaign');
    expect(stages.find(({ stage }) => stage === 'Content')?.activities).toContainEqual(
      expect.objectContaining({
        number: 3,
        owner: 'Salesmen',
        optional: true,
        automatable: false,
        automatic: false,
        oneOf: null,
      }),
    );
    expect(report).toBe('Campaign Performance');
    expect(reportPath).toMatch(/^\/api\/v1\/reports\//);
  });

  test('time-outs in words, and from which moment they count', async () => {
    const orders = await definitionOf('company-xyz/order');
    const timeOuts = orders.stages.flatMap((one) => one.timeOuts);
    expect(timeOuts).toContainEqual(
      expect.objectContaining({
        after: '5 working days',
        from: 'invoiced-on',
        to: 'Invoice cancelled',
        plus: null,
      }),
    );
    expect(orders.process.workingTime).toMatchObject({
      hours: expect.stringMatching(/^\d\d:\d\d-\d\d:\d\d$/),
    });
  });

  test('choices and bounds of its fields, and lanes of its transitions', async () => {
    const all = (await ask('GET', '/pipelines')).body.items as { id: string }[];
    const definitions = await Promise.all(all.map(({ id }) => definitionOf(id)));
    const fields = definitions.flatMap((one) => one.fields);
    expect(fields.some(({ type, choices }) => type === 'choice' && (choices?.length ?? 0) > 1)).toBe(true);
    expect(fields.filter(({ type, choices }) => type !== 'choice' && choices !== null)).toEqual([]);
    for (const { stages, process } of definitions)
      for (const { by } of stages.flatMap(({ transitions }) => transitions))
        expect(by.filter((lane) => !process.lanes.includes(lane))).toEqual([]);
  });
});

test('every version can be read, with the records that stand in it', async () => {
  const before = await definitionOf('company-xyz/order');
  const person = (await ask('POST', '/people', { email: 'ada@example.com' })).body.id;
  await ask('POST', '/orders', { pipeline: before.id, name: 'Mugs', person });
  const text = before.source.replace(/^name: .*/m, 'name: Company XYZ, changed');
  const published = await ask('POST', '/pipelines', { text, note: 'another name' });
  expect(published.body).toMatchObject({ version: before.version + 1, isNew: true });
  const after = await definitionOf('company-xyz/order');
  expect(after).toMatchObject({ version: before.version + 1, source: text });
  expect(after.process.name).toBe('Company XYZ, changed');
  expect(after.versions).toMatchObject([
    { version: before.version + 1, author: 'API token', note: 'another name', records: 0 },
    { version: before.version, author: 'file', records: 1 },
  ]);
  const old = await definitionOf(`company-xyz/order?version=${before.version}`);
  expect({ ...old, versions: [], stages: [] }).toEqual({ ...before, versions: [], stages: [] });
  expect(await ask('GET', '/pipelines/company-xyz/order?version=99')).toMatchObject({
    status: 404,
    body: { code: 'not_found', detail: 'there is no pipeline "company-xyz/order@99"' },
  });
  expect(await ask('GET', '/pipelines/company-xyz/order?version=new')).toMatchObject({ status: 400 });
});
