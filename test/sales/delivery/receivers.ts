/** Receivers for tests of deliveries: a real HTTP server that keeps what it gets and answers as the test says, and a sender to it. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type pg from 'pg';
import { transaction } from '../../../src/base/database/database.ts';
import { readAllowed } from '../../../src/base/network/network.ts';
import { createLogger, createMetrics, type Metrics } from '../../../src/base/telemetry/telemetry.ts';
import { openTransports, type Sender, startSender } from '../../../src/sales/delivery/delivery.ts';
import type { MailSettings } from '../../../src/sales/delivery/mail.ts';
import { type NewDelivery, writeDeliveries } from '../../../src/sales/outbox/delivery-rows.ts';
import type { Sales } from '../../../src/sales/sales.ts';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Receiver {
  url: string;
  seen: Received[];
  /** Takes everything, until a test changes it. */
  answer: (response: ServerResponse, received: Received) => void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk;
    });
    request.on('end', () => {
      const received = { path: request.url ?? '', headers: request.headers, text };
      receiver.seen.push(received);
      receiver.answer(response, received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    answer: (response) => response.writeHead(204).end(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

/** A sender that may reach loopback, and looks more often than the product's. */
export function senderOf(
  sales: Sales,
  clock: { nowMs(): number },
  mail: MailSettings | null = null,
): Sender & { metrics: Metrics } {
  const metrics = createMetrics();
  const transports = openTransports({
    mail,
    fileOf: sales.attachments.file,
    allowed: readAllowed('127.0.0.0/8'),
    clock,
  });
  const sender = startSender({
    deliveries: sales.delivery,
    transports,
    clock,
    metrics,
    logger: createLogger('silent'),
    lookEveryMs: 25,
    heldMailLookEveryMs: 250,
  });
  return { ...sender, metrics };
}

let made = 0;

/** Writes one delivery as a channel would; answers its id. */
export async function deliver(
  pool: pg.Pool,
  given: Pick<NewDelivery, 'kind' | 'target' | 'at'> & Partial<NewDelivery>,
): Promise<string> {
  made++;
  const id = given.id ?? `dv_test-${made}`;
  await transaction(pool, (connection) =>
    writeDeliveries(connection, [{ id, channel: null, person: null, record: null, body: {}, ...given }]),
  );
  return id;
}
