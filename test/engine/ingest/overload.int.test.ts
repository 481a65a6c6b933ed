/** The door past its capacity: it sheds with a time to come back, what it accepted is stored once, and it takes all again by itself. */
import { afterEach, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { type IngestDoor, openIngestDoor } from '../../support/ingest-door.ts';
import { until } from '../../support/until.ts';

let door: IngestDoor;
afterEach(async () => {
  door.server.thaw();
  await door.close();
});

type Answer = { id: string } & Awaited<ReturnType<IngestDoor['post']>>;

/** Sends without waiting, and keeps the answers as they come. */
function sendingTo({ post }: IngestDoor) {
  const answers: Answer[] = [];
  let sent = 0;
  return {
    answers,
    count: () => sent,
    send: () => {
      const id = `m${sent++}`;
      const body = {
        anonymousId: `visitor-${id}`,
        messageId: id,
        name: 'page',
        properties: { path: '/managed-cloud' },
      };
      void post('/v1/page', body).then(
        (answer) => answers.push({ id, ...answer }),
        (error: Error) =>
          answers.push({ id, status: 0, headers: new Headers(), json: { detail: error.message } }),
      );
    },
    statusOf: (id: string) => answers.find((answer) => answer.id === id)?.status,
  };
}

const shedOf = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 429);

test('Redis stands still: further requests are shed, and all that were accepted are stored and scored once', async () => {
  door = await openIngestDoor();
  const { send, answers, count } = sendingTo(door);
  send();
  await until('the door is open', async () => answers[0]?.status === 200);

  door.server.freeze();
  await until('requests are shed', async () => {
    send();
    return shedOf(answers).length > 0;
  });
  const [shed] = shedOf(answers);
  expect(shed?.json).toMatchObject({
    code: 'overloaded',
    detail: expect.stringMatching(
      /^the door is past its capacity: Redis takes too long to take events; send again after \d+ s/,
    ),
  });
  const seconds = Number(shed?.headers.get('retry-after'));
  expect(seconds).toBeGreaterThanOrEqual(limits.shedRetrySecondsMin);
  expect(seconds).toBeLessThanOrEqual(limits.shedRetrySecondsMax);
  // While the oldest waits: after five seconds without Redis it is answered 503, and the next one waits in its place.
  await until('one of a page is shed', async () => {
    send();
    const fromPage = await fetch(`${door.spine.url}/v1/page`, {
      ...{ method: 'POST', body: '{}', headers: { origin: 'https://shop.example' } },
    });
    await fromPage.arrayBuffer();
    expect(fromPage.headers.get('access-control-expose-headers')).toContain('Retry-After');
    return fromPage.status === 429;
  });
  // Nothing but events: the snippet of a page, its preflight, an image in a mail.
  const options = await fetch(`${door.spine.url}/v1/page`, { method: 'OPTIONS' });
  expect(options.status).toBe(204);

  door.server.thaw();
  await until('all are answered', async () => answers.length === count());
  await until('it takes all again', async () => {
    const before = answers.length;
    send();
    await until('it is answered', async () => answers.length > before);
    return answers.at(-1)?.status === 200;
  });
  const accepted = answers.filter(({ status }) => status === 200).map(({ id }) => id);
  // What is answered 503 after five seconds may be there all the same.
  const late = answers.filter(({ status }) => status === 503).map(({ id }) => id);
  expect(accepted.length + late.length + shedOf(answers).length).toBe(count());
  const streamed = (await door.streamed()).map(({ id }) => id);
  expect(new Set(streamed).size).toBe(streamed.length);
  expect(streamed).toEqual(expect.arrayContaining(accepted));
  expect([...accepted, ...late]).toEqual(expect.arrayContaining(streamed));

  door.spine.startWorker();
  const scored = async () => (await door.spine.metrics.eventsScored.get()).values[0]?.value;
  await until('all is scored', async () => (await scored()) === streamed.length);
  expect([await door.spine.isQuiet(), await scored()]).toEqual([true, streamed.length]);
  const counted = await door.spine.metrics.requestsShed.get();
  const ofStore = counted.values.find(({ labels }) => labels.reason === 'store');
  expect(ofStore?.value).toBe(shedOf(answers).length + 1);
});

test('scoring goes on after an hour without it, and is far behind for seconds: nothing is shed', async () => {
  door = await openIngestDoor();
  const { redis } = door;
  const { events } = keysOf(0);
  const { send, answers, count } = sendingTo(door);
  const sinceMs = Date.now() - limits.hourMs;
  const adding = redis.pipeline();
  for (let nth = 0; nth < 10_000; nth++) adding.xadd(events, `${sinceMs + nth}-0`, 'e', '[]');
  await adding.exec();
  const beganMs = performance.now();
  await until('it has gone on for several looks', async () => {
    // As scoring does: the oldest leaves, and the next is as old.
    const [oldest] = await redis.xrange(events, '-', '+', 'COUNT', 1);
    await redis.xdel(events, oldest?.[0] ?? '');
    send();
    return performance.now() - beganMs > 4 * limits.secondMs;
  });
  await until('all are answered', async () => answers.length === count());
  expect(shedOf(answers)).toEqual([]);
});
