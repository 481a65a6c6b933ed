/** A proxy in front of the program, as an installation has one: it passes requests on, or says 502 while its server is away. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpProxy {
  readonly url: string;
  /** Requests passed on so far, by path. */
  readonly passed: ReadonlyMap<string, number>;
  /** Cuts every connection, and answers 502 from now on. */
  serverIsAway(): void;
  serverIsBack(): void;
  stop(): Promise<void>;
}

/** Of requests made together, every other one hears this much later that the server is away, in ms. */
const heardLaterMs = 300;

export async function startHttpProxy(target: string): Promise<HttpProxy> {
  const { hostname, port } = new URL(target);
  const passed = new Map<string, number>();
  const sockets = new Set<Socket>();
  let isAway = false;
  let refused = 0;
  const server: Server = createServer((incoming, answer) => {
    if (isAway) {
      const refuse = () =>
        answer.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>');
      refused += 1;
      setTimeout(refuse, refused % 2 === 0 ? heardLaterMs : 0);
      return;
    }
    const path = (incoming.url ?? '').split('?', 1)[0] ?? '';
    passed.set(path, (passed.get(path) ?? 0) + 1);
    const { method, headers, url: asked } = incoming;
    const outgoing = request({ hostname, port, method, headers, path: asked }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
      from.on('error', () => answer.destroy());
    });
    outgoing.on('error', () => answer.destroy());
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    serverIsAway: () => {
      isAway = true;
      cut();
    },
    serverIsBack: () => {
      isAway = false;
    },
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
