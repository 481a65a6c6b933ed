/**
 * A shop's server that sends events with Segment's own client, `@segment/analytics-node`, unmodified.
 *
 * `POST /orders` takes an order, answers at once and sends two events behind it. Nothing is lost at a shutdown:
 * what still waits in the client is sent first.
 */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { Analytics } from '@segment/analytics-node';

const { SCOVILLE_URL = 'http://127.0.0.1:4400', SCOVILLE_SECRET_KEY, PORT = '4510' } = process.env;
if (!SCOVILLE_SECRET_KEY) {
  console.error('SCOVILLE_SECRET_KEY is missing. Set it to the secret key that npm start prints.');
  process.exit(1);
}

const analytics = new Analytics({ writeKey: SCOVILLE_SECRET_KEY, host: SCOVILLE_URL });
// The client retries what Scoville could not take for the moment; this is what it has given up.
analytics.on('error', (error) => console.error('events not sent:', error));

/** @param {{ id: string, total: number, currency: string, customer: { id: string, email: string, name: string } }} order */
function orderPlaced({ id, total, currency, customer }) {
  const { id: userId, email, name } = customer;
  analytics.identify({ userId, traits: { email, name } });
  analytics.track({
    userId,
    event: 'Order Completed',
    properties: { order_id: id, total, currency },
    // An id of your own: an order that is sent again, by a retry or a restart, still counts once.
    messageId: `order-completed-${id}`,
  });
}

const server = createServer(async (request, response) => {
  if (request.method !== 'POST' || request.url !== '/orders') {
    response.writeHead(404).end();
    return;
  }
  try {
    orderPlaced(/** @type {any} */ (await json(request)));
    response.writeHead(201).end();
  } catch {
    response
      .writeHead(400)
      .end('expected an order: {"id", "total", "currency", "customer": {"id", "email", "name"}}');
  }
});
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object')
    console.log(`The shop is at http://127.0.0.1:${address.port}/`);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    server.close();
    await analytics.closeAndFlush({ timeout: 10_000 });
    process.exit(0);
  });
}
