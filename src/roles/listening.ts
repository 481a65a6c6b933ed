/** The address of HOST and PORT: tried before any start, and explained when it cannot be used. */
import { type AddressInfo, createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { limits } from '../base/kernel/kernel.ts';
import type { Environment } from '../environment.ts';
import { alone, sharesPorts } from './more-sockets.ts';

export interface Address {
  host: string;
  port: number;
  /** The setting that names the port; PORT when not said. */
  setting?: 'PORT' | 'OPS_PORT';
}

/** Listens there for a moment. Throws an error that names address and remedy. */
export async function tryAddress(address: Address): Promise<void> {
  await tryOnce(address).catch((error: unknown) => {
    throw listenError(error, address);
  });
}

/** Tries each address of the host that the machine has: Fastify listens on both of `localhost`. */
async function tryAll({ host, port }: Address): Promise<void> {
  const hosts = host === 'localhost' ? ['127.0.0.1', '::1'] : [host];
  for (const one of hosts)
    await tryOnce({ host: one, port }).catch((error: NodeJS.ErrnoException) => {
      if (hosts.length === 1 || error.code === 'EADDRINUSE') throw error;
    });
}

async function tryOnce({ host, port }: Address): Promise<void> {
  const server = createServer();
  const { promise: tried, resolve, reject } = Promise.withResolvers<void>();
  // A host name may have to be looked up, and a name server may be silent.
  const timer = setTimeout(
    () => reject(Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' })),
    limits.startAnswerMsMax,
  );
  server.once('error', reject);
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  try {
    await tried;
  } finally {
    clearTimeout(timer);
  }
}

/** Returns where it listens, as a client writes it. */
export async function listen(
  app: FastifyInstance,
  { HOST: host, PORT: port }: Pick<Environment, 'HOST' | 'PORT'>,
): Promise<string> {
  const reusePort = await sharesPorts(host);
  const start = async () => {
    // Where the port is shared, a second program on it would not fail.
    if (reusePort && port > 0) await tryAll({ host, port });
    // Fastify passes on what its types do not name.
    const shared = { host, port, reusePort };
    await app.listen(shared);
  };
  await (reusePort && port > 0 ? alone(port, start) : start()).catch((error: unknown) => {
    throw listenError(error, { host, port });
  });
  const address = app.server.address() as AddressInfo;
  return urlOf(host, address.port);
}

/** Returns an address as a client of this machine writes it. */
export function urlOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}

const usualPorts = { PORT: 4400, OPS_PORT: 4401 } as const;

/** The error of a failed listen, with address and remedy. */
export function listenError(error: unknown, { host, port, setting = 'PORT' }: Address): Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const otherPort = port < 65_535 ? port + 1 : port - 1;
  switch (code) {
    case 'EADDRINUSE':
      return new Error(
        `${setting}=${port}: another program already listens on ${host}:${port}. Stop that program, or use another port, such as ${setting}=${otherPort}.`,
      );
    case 'EACCES':
      return new Error(
        `${setting}=${port}: this user may not listen on ${host}:${port}. Use a port from 1024 on, such as ${setting}=${usualPorts[setting]}.`,
      );
    case 'EADDRNOTAVAIL':
      return new Error(
        `HOST=${host}: this machine does not have that address, so ${host}:${port} cannot be listened on. Use HOST=127.0.0.1 for this machine alone, or HOST=0.0.0.0 for every network.`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Error(
        `HOST=${host}: the name has no address, so ${host}:${port} cannot be listened on. Use HOST=127.0.0.1 for this machine alone, or HOST=0.0.0.0 for every network.`,
      );
    default:
      return new Error(
        `cannot listen on ${host}:${port} (HOST and ${setting}): ${message}. Use another HOST or ${setting}.`,
      );
  }
}
