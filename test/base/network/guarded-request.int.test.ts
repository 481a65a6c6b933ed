/** Requests to addresses that users name, against real servers on loopback: none gets in where it may not, none holds us up. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { Forbidden, type Guard, readAllowed, requestGuarded } from '../../../src/base/network/network.ts';

const none: Guard = { allowed: readAllowed('') };
let answer: (response: ServerResponse, request: IncomingMessage) => void;
let reached: IncomingMessage[] = [];
const receiver = createServer((request, response) => {
  reached.push(request);
  request.resume().on('end', () => answer(response, request));
});
let port = 0;
/** Reaches the receiver by its address. */
let open: Guard;

const listen = (server: Server, host: string) =>
  new Promise<number>((resolve) => {
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port));
  });
const post = (url: string, guard: Guard, more: object = {}) =>
  requestGuarded({ method: 'POST', url, headers: { 'x-own': 'yes' }, body: '{"a":1}', ...more }, guard);

beforeAll(async () => {
  port = await listen(receiver, '127.0.0.1');
  open = { allowed: readAllowed(`127.0.0.1:${port}`) };
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});
beforeEach(() => {
  reached = [];
  answer = (response) => response.writeHead(200).end('ok');
});

describe('a private address', () => {
  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '169.254.169.254',
    '10.0.0.1',
    'localhost',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '１２７.０.０.１',
  ])('is not reached as %s', async (host) => {
    await expect(post(`https://${host}/hook`, none)).rejects.toThrow(/private network.*OUTGOING_ALLOW/);
    await expect(post(`http://${host}:${port}/hook`, none)).rejects.toThrow(Forbidden);
    expect(reached).toEqual([]);
  });

  test.each([
    ['one', ['127.0.0.1']],
    ['one among public ones', ['8.8.8.8', '10.0.0.1']],
    ['a mapped one', ['::ffff:192.168.0.1']],
  ])('is not reached by a name that resolves to %s', async (_name, addresses) => {
    const guard = { ...none, resolve: async () => addresses };
    await expect(post('https://hook.example/', guard)).rejects.toThrow('private network');
  });

  test('is not reached by a redirect: it is not followed', async () => {
    answer = (response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/inner` }).end();
    expect(await post(`http://127.0.0.1:${port}/hook`, open)).toMatchObject({ status: 302 });
    expect(reached.map(({ url }) => url)).toEqual(['/hook']);
  });
});

describe('what is reached besides the public internet', () => {
  test('a host that is named, by its name and with what we send', async () => {
    const guard = { allowed: readAllowed(`hook.example:${port}`), resolve: async () => ['127.0.0.1'] };
    expect(await post(`http://hook.example:${port}/hook?a=1`, guard)).toEqual({
      status: 200,
      retryAfter: null,
      text: 'ok',
    });
    expect(reached[0]).toMatchObject({
      method: 'POST',
      url: '/hook?a=1',
      headers: { host: `hook.example:${port}`, 'x-own': 'yes', 'content-length': '7' },
    });
    await expect(post('http://hook.example:1/', guard)).rejects.toThrow(Forbidden);
  });

  test('a network that is named, whatever the name', async () => {
    const guard = { allowed: readAllowed('127.0.0.0/8'), resolve: async () => ['127.0.0.1'] };
    expect(await post(`http://hook.example:${port}/`, guard)).toMatchObject({ status: 200 });
    const both = { ...guard, resolve: async () => ['127.0.0.1', '10.0.0.1'] };
    await expect(post(`http://hook.example:${port}/`, both)).rejects.toThrow(Forbidden);
  });

  test.each([
    ['http', 'http://hook.example/', 'only https is allowed'],
    ['another port', 'https://hook.example:8443/', 'port 8443 is not allowed'],
    ['another scheme', 'ftp://hook.example/', 'no URL of https'],
    ['no URL', 'hook.example', 'no URL of https'],
  ])('not %s', async (_name, url, why) => {
    const guard = { ...none, resolve: async () => ['8.8.8.8'] };
    await expect(post(url, guard)).rejects.toThrow(why);
  });

  test('a channel of one host goes to that alone, or to what is named', async () => {
    const guard = { ...none, resolve: async () => ['8.8.8.8'] };
    const onlyHost = { onlyHost: 'hooks.slack.com' };
    await expect(post('https://hooks.slack.com.evil.example/', guard, onlyHost)).rejects.toThrow(
      'only hooks.slack.com',
    );
    expect(await post(`http://127.0.0.1:${port}/`, open, onlyHost)).toMatchObject({ status: 200 });
  });

  test('no proxy of the environment is asked', async () => {
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    process.env['NODE_USE_ENV_PROXY'] = '1';
    expect(await post(`http://127.0.0.1:${port}/`, open)).toMatchObject({ status: 200 });
    delete process.env['http_proxy'];
    delete process.env['NODE_USE_ENV_PROXY'];
  });
});

test('a name that means something else a moment later leads to what was checked', async () => {
  const inner = createServer((_request, response) => response.end('inner'));
  await new Promise<void>((resolve) => inner.listen(port, '127.0.0.2', resolve));
  let asked = 0;
  const guard = {
    allowed: readAllowed('127.0.0.1/32'),
    resolve: async () => (++asked === 1 ? ['127.0.0.1'] : ['127.0.0.2']),
  };
  expect(await post(`http://hook.example:${port}/`, guard)).toMatchObject({ text: 'ok' });
  expect(asked).toBe(1);
  await expect(post(`http://hook.example:${port}/`, guard)).rejects.toThrow(Forbidden);
  inner.close();
});

describe('a receiver that misbehaves', () => {
  const hasty = () => ({ ...open, msMax: 150 });

  test.each<[string, (response: ServerResponse) => void]>([
    ['says nothing', () => undefined],
    ['stalls in its answer', (response) => response.writeHead(200).write('a')],
  ])('and %s is given up in time', async (_name, stall) => {
    answer = stall;
    await expect(post(`http://127.0.0.1:${port}/`, hasty())).rejects.toThrow('no answer in time');
  });

  test('and stalls in its headers is given up in time, as is a resolver that does not answer', async () => {
    const sockets: Socket[] = [];
    const server = createTcpServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
    });
    const slow = await listen(server, '127.0.0.1');
    const guard = { allowed: readAllowed('127.0.0.0/8'), msMax: 150 };
    await expect(post(`http://127.0.0.1:${slow}/`, guard)).rejects.toThrow('no answer in time');
    for (const socket of sockets) socket.destroy();
    server.close();
    const deaf = { ...none, msMax: 50, resolve: () => new Promise<string[]>(() => undefined) };
    await expect(post('https://hook.example/', deaf)).rejects.toThrow('no answer in time');
  });

  test('and never ends is read to a bound', async () => {
    answer = (response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', pour);
      pour();
    };
    const { status, text } = await post(`http://127.0.0.1:${port}/`, open);
    expect([status, text.length]).toEqual([200, limits.outgoingAnswerBytesMax]);
  });

  test.each<[string, (response: ServerResponse) => void, string]>([
    ['hangs up', (response) => response.destroy(), 'the connection was cut'],
    [
      'hangs up in its answer',
      (response) => {
        response.writeHead(200, { 'content-length': '10' });
        response.write('half', () => response.destroy());
      },
      'the connection was cut',
    ],
    [
      'changes the protocol',
      (response) =>
        response.socket?.end(
          'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n',
        ),
      'the connection',
    ],
  ])('and %s is a failure in plain words', async (_name, misbehave, words) => {
    answer = misbehave;
    await expect(post(`http://127.0.0.1:${port}/`, open)).rejects.toThrow(words);
  });

  test('and is not there, likewise, without saying where', async () => {
    const gone = createTcpServer();
    const free = await listen(gone, '127.0.0.1');
    await new Promise<void>((resolve) => gone.close(() => resolve()));
    const guard = { allowed: readAllowed('127.0.0.0/8') };
    await expect(post(`http://127.0.0.1:${free}/`, guard)).rejects.toThrow(/^the connection was refused$/);
    const nameless = {
      ...none,
      resolve: async () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
    };
    await expect(post('https://hook.example/', nameless)).rejects.toThrow('the host has no address');
  });
});
