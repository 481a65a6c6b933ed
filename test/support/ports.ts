/** Ports for the programs of tests, each given once: nobody takes one between its choice and its use. */
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, and where port 0 is asked for. */
const firstPort = 12_000;
const portsOfWorker = 2_500;
/** Tests run side by side in a few processes, each with ports of its own. */
const worker = Number(process.env['VITEST_POOL_ID'] ?? 0) % 8;

/** Another run on the machine begins elsewhere. */
let given = (process.pid * 37) % portsOfWorker;

/** A port of the loopback interface that nobody listens on. */
export async function newPort(): Promise<number> {
  for (let tries = 0; tries < portsOfWorker; tries++) {
    const port = firstPort + worker * portsOfWorker + (given++ % portsOfWorker);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${firstPort} on is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
