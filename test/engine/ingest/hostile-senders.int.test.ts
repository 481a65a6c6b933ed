/** Senders without a key that hold back their bodies or read no answers: everybody else is served, and their own connections end. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { type IngestDoor, openIngestDoor } from '../../support/ingest-door.ts';
import { testWriteKey } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let door: IngestDoor;
beforeEach(async () => {
  door = await openIngestDoor();
});
afterEach(async () => {
  door.server.thaw();
  await door.close();
});

async function open(): Promise<Socket> {
  const { port, hostname } = new URL(door.spine.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

const head = (more: string) => `POST /v1/page HTTP/1.1\r\nHost: x\r\n${more}\r\n\r\n`;
const chunked = head('Transfer-Encoding: chunked');

/** A whole request with a key that nobody published. */
function strange(id: string): string {
  const body = JSON.stringify({ anonymousId: id, messageId: id, name: 'page', writeKey: 'nobody' });
  return head(`Content-Length: ${body.length}`) + body;
}

let sent = 0;
async function post() {
  const id = `m${sent++}`;
  return door.post('/v1/page', { anonymousId: id, messageId: id, name: 'page' });
}

/** One request of somebody else. */
async function expectServed(): Promise<void> {
  const { status, json } = await post();
  expect([status, json['detail']]).toEqual([200, undefined]);
}

const gauge = async (name: string) => {
  const text = await door.spine.scrape();
  return Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);
};

test('bodies that do not come, without a length and with one: nobody else is shed', async () => {
  const sockets = await Promise.all(Array.from({ length: 200 }, open));
  for (const socket of sockets.slice(0, 100)) socket.write(`${chunked}1\r\n{\r\n`);
  for (const socket of sockets.slice(100)) socket.write(`${head(`Content-Length: ${limits.bodyBytesMax}`)}{`);
  await until('all are arriving', async () => (await gauge('scoville_door_bytes')) === sockets.length);
  await expectServed();
  for (const socket of sockets) socket.destroy();
  await until('nothing is held', async () => (await gauge('scoville_door_requests')) === 0);
  expect(await gauge('scoville_door_bytes')).toBe(0);
});

test('more bytes of bodies than may be arriving: their own sender loses the oldest, and others are served', async () => {
  const bytes = 512 * 1024 - 1;
  const least = Math.ceil(limits.doorArrivingBytesMax / bytes);
  const sockets = await Promise.all(Array.from({ length: least + 8 }, open));
  const ended = new Set<Socket>();
  for (const socket of sockets) socket.once('close', () => ended.add(socket)).resume();
  for (const socket of sockets) socket.write(head(`Content-Length: ${bytes + 1}`) + ' '.repeat(bytes));
  await until('some were ended', async () => ended.size >= 8);
  await expectServed();
  expect(await gauge('scoville_door_bytes')).toBeLessThanOrEqual(limits.doorArrivingBytesMax);
  // The door has counted what a sender has not heard of yet.
  await until(
    'each that was ended was counted',
    async () => (await gauge('scoville_requests_shed_total{reason="arriving"}')) === ended.size,
  );
});

test('a client that reads no answers: Redis is not blamed, others are served, and its connection ends', async () => {
  const socket = await open();
  let isEnded = false;
  socket.once('close', () => {
    isEnded = true;
  });
  socket.pause();
  const many = Array.from({ length: 200 }, (_, nth) => strange(`p${nth}`)).join('');
  // Until the kernel takes no more: the door no longer reads, since its answers are not read.
  let isFull = false;
  const write = () => {
    if (isEnded) return;
    isFull = !socket.write(many, () => setImmediate(write));
  };
  write();
  await until(
    'its requests are answered',
    async () => (await gauge('scoville_door_requests')) === 0 && isFull,
  );
  await until('its connection ends', async () => {
    await expectServed();
    return isEnded;
  });
  await expectServed();
});

test('pipelined, and gone while Redis stands still: nothing of it stays', async () => {
  await expectServed();
  const socket = await open();
  door.server.freeze();
  const own = await open();
  const body = JSON.stringify({ anonymousId: 'x', messageId: 'x', name: 'page' });
  const keyed = `Authorization: Basic ${Buffer.from(`${testWriteKey}:`).toString('base64')}`;
  socket.write(
    [head(`${keyed}\r\nContent-Length: ${body.length}`), body, strange('y'), chunked, '1\r\n{\r\n'].join(''),
  );
  own.write(`${chunked}1\r\n{\r\n`);
  await until('they are taken', async () => (await gauge('scoville_door_requests')) >= 2);
  socket.resetAndDestroy();
  own.resetAndDestroy();
  door.server.thaw();
  await until('nothing is held', async () => (await gauge('scoville_door_requests')) === 0);
  await until('it is served', async () => (await post()).status === 200);
  await until('no byte is held', async () => (await gauge('scoville_door_bytes')) === 0);
});
