/**
 * Sends one order with nothing but `fetch`, for servers that want no client library:
 *
 *     node examples/server/send-with-fetch.mjs ada@example.com o-1001
 *
 * 200 means that Scoville has the event on disk. 429 and 5xx mean "again later"; any other answer will not change.
 */
import { setTimeout as pause } from 'node:timers/promises';

const { SCOVILLE_URL = 'http://127.0.0.1:4400', SCOVILLE_SECRET_KEY } = process.env;
const [email, orderId] = process.argv.slice(2);
const triesMax = 5;

/**
 * Posts one event; sent again under the same `messageId`, it counts once.
 * @param {object} event
 */
async function track(event) {
  for (let tries = 1; ; tries++) {
    const response = await fetch(new URL('/v1/track', SCOVILLE_URL), {
      method: 'POST',
      headers: {
        // The write key is the user, the password is empty.
        authorization: `Basic ${Buffer.from(`${SCOVILLE_SECRET_KEY}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(event),
    }).catch((/** @type {Error} */ error) => error);
    if (response instanceof Response) {
      if (response.ok) return;
      if (response.status !== 429 && response.status < 500)
        throw new Error(`Scoville answered ${response.status}: ${await response.text()}`);
    }
    if (tries === triesMax) throw new Error(`Scoville could not take the event in ${triesMax} tries`);
    const seconds =
      response instanceof Response ? Number(response.headers.get('retry-after') ?? tries) : tries;
    await pause(seconds * 1_000);
  }
}

try {
  if (!SCOVILLE_SECRET_KEY)
    throw new Error('SCOVILLE_SECRET_KEY is missing. Set it to the secret key that npm start prints.');
  if (!email || !orderId)
    throw new Error(
      'the e-mail address or the order is missing: expected two words, such as ada@example.com o-1001.',
    );
  await track({
    event: 'Order Completed',
    properties: { order_id: orderId, total: 49, currency: 'EUR' },
    // No user id here: the address says who it is.
    context: { traits: { email } },
    messageId: `order-completed-${orderId}`,
    timestamp: new Date().toISOString(),
  });
  console.log(`sent the order ${orderId} of ${email}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
