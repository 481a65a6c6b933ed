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
      void post('/v1/page', body).then((answer) => answers.push({ id, ...answer }));
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
  const fromPage = await fetch(`${door.spine.url}/v1/page`, {
    ...{ method: 'POST', body: '{}', headers: { origin: 'https://shop.example' } },
  });
  expect(fromPage.status).toBe(429);
  expect(fromPage.headers.get('access-control-expose-headers')).toContain('Retry-After');
  await fromPage.arrayBuffer();
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
  expect(accepted.length + shedOf(answers).length).toBe(count());
  expect((await door.streamed()).map(({ id }) => id).sort()).toEqual(accepted.toSorted());

  door.spine.startWorker();
  const scored = async () => (await door.spine.metrics.eventsScored.get()).values[0]?.value;
  await until('all is scored', async () => (await scored()) === accepted.length);
  expect([await door.spine.isQuiet(), await scored()]).toEqual([true, accepted.length]);
  const counted = await door.spine.metrics.requestsShed.get();
  const ofStore = counted.values.find(({ labels }) => labels.reason === 'store');
  expect(ofStore?.value).toBe(shedOf(answers).length + 1);
});

/** Adds entries of a minute ago to the stream of a partition. */
async function addOld({ redis }: IngestDoor, events: string, count: number): Promise<void> {
  const sinceMs = Date.now() - limits.minuteMs;
  const adding = redis.pipeline();
  for (let nth = 0; nth < count; nth++) adding.xadd(events, `${sinceMs + nth}-0`, 'e', '[]');
  await adding.exec();
}

test('scoring goes on and is far behind: requests are shed until it has caught up', async () => {
  door = await openIngestDoor();
  const { redis } = door;
  const { events } = keysOf(0);
  const { send, answers, count } = sendingTo(door);
  await addOld(door, events, 10_000);
  await until('requests are shed', async () => {
    // As scoring does: the oldest leaves, and the next is as old.
    const [oldest] = await redis.xrange(events, '-', '+', 'COUNT', 1);
    await redis.xdel(events, oldest?.[0] ?? '');
    send();
    return shedOf(answers).length > 0;
  });
  expect(shedOf(answers)[0]?.json['detail']).toContain('scoring is too far behind');
  await door.clear();
  await until('it takes all again', async () => {
    const before = answers.length;
    send();
    await until('it is answered', async () => answers.length > before);
    return answers.at(-1)?.status === 200;
  });
  await until('all are answered', async () => answers.length === count());
});

test('scoring stands still: it is away, and the door takes what then waits for it', async () => {
  door = await openIngestDoor();
  const { send, answers, count } = sendingTo(door);
  await addOld(door, keysOf(0).events, 1);
  const looks = async () =>
    Number(/cmdstat_time:calls=(\d+)/.exec(await door.redis.info('commandstats'))?.[1] ?? 0);
  await until('the door has looked often enough', async () => {
    send();
    return (await looks()) > limits.doorStillLooks + 2;
  });
  await until('all are answered', async () => answers.length === count());
  expect(shedOf(answers)).toEqual([]);
});
