/** An act on many: part by part, stopped between two, gone on after a failure, and nothing asked for twice that was answered. */
import { expect, test } from 'vitest';
import type { ManyResult } from '../../../contract/api/api.ts';
import { actOnAll, type ManyProgress, type ManyRequest, ManyRun } from './many-run.ts';

const until = '2026-12-01T12:00:00.000Z';
const answerOf = (ids: readonly string[], nextCursor: string | null = null): ManyResult => ({
  results: ids.map((id) => ({ id, refusal: id.startsWith('bad') ? 'it was cut' : null })),
  nextCursor,
  until,
});
const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `i${index}`);

function watched(answer: (request: ManyRequest, run: () => ManyRun) => ManyResult) {
  const asked: ManyRequest[] = [];
  const said: ManyProgress[] = [];
  const make = (selection: ConstructorParameters<typeof ManyRun>[0]) => {
    const run: ManyRun = new ManyRun(
      selection,
      async (request) => {
        asked.push(request);
        return answer(request, () => run);
      },
      (progress) => void said.push(progress),
    );
    return run;
  };
  return { asked, said, make };
}

test('ids go in parts that a request takes, and each refusal is kept', async () => {
  const ids = [...idsOf(50), 'bad'];
  const { asked, said, make } = watched((request) => answerOf('ids' in request ? request.ids : []));
  const { done, ...rest } = await make({ ids }).go();
  expect(asked).toEqual([{ ids: ids.slice(0, 50) }, { ids: ['bad'] }]);
  expect(done).toHaveLength(50);
  expect(rest).toEqual({
    ...{ status: 'done', total: 51, error: null },
    refused: [{ id: 'bad', refusal: 'it was cut' }],
  });
  expect(said.map(({ done: { length } }) => length)).toEqual([0, 50, 50, 50]);
});

test('an act without a panel says what was refused, or what failed, and asks in parts', async () => {
  const asked: number[] = [];
  const step = async (request: ManyRequest) => {
    const ids = 'ids' in request ? request.ids : [];
    asked.push(ids.length);
    if (ids.includes('lost')) throw new Error('no answer');
    return answerOf(ids);
  };
  await expect(actOnAll(idsOf(51), step)).resolves.toBeUndefined();
  expect(asked).toEqual([50, 1]);
  await expect(actOnAll(['good', 'bad'], step)).rejects.toThrow('1 of 2 are refused: it was cut');
  await expect(actOnAll([...idsOf(50), 'lost'], step)).rejects.toThrow('50 of 51 are done, then: no answer');
});

test('a filter goes from cursor to cursor, up to the time of the first answer', async () => {
  const { asked, make } = watched((request) =>
    answerOf(['x'], 'filter' in request && request.cursor === undefined ? 'c1' : null),
  );
  expect(await make({ filter: { reason: 'failed' } }).go()).toMatchObject({ status: 'done', total: null });
  expect(asked).toEqual([
    { filter: { reason: 'failed' } },
    { filter: { reason: 'failed' }, cursor: 'c1', until },
  ]);
});

test('a stop ends it between two parts, and it goes on from there', async () => {
  const { asked, make } = watched((request, run) => {
    if (asked.length === 1) run().stop();
    return answerOf('ids' in request ? request.ids : []);
  });
  const run = make({ ids: idsOf(120) });
  expect(await run.go()).toMatchObject({ status: 'stopped', done: { length: 50 } });
  expect(await run.go()).toMatchObject({ status: 'done', done: { length: 120 } });
  expect(asked).toHaveLength(3);
});

test('a request that fails is sent again when it goes on; what was done before is not', async () => {
  const { asked, make } = watched((request) => {
    if (asked.length === 2) throw new Error('The server cannot be reached.');
    return answerOf('ids' in request ? request.ids : []);
  });
  const run = make({ ids: idsOf(60) });
  expect(await run.go()).toMatchObject({
    ...{ status: 'failed', error: 'The server cannot be reached.' },
    done: { length: 50 },
  });
  expect(await run.go()).toMatchObject({ status: 'done', error: null, done: { length: 60 } });
  expect(asked[2]).toEqual(asked[1]);
});
