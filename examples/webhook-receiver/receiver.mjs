/**
 * Receives Scoville's webhooks, which follow Standard Webhooks, and logs each new lead.
 *
 * Three rules make a receiver safe: verify the raw bytes before parsing them, answer 2xx before the work, and skip a
 * `webhook-id` that has been received before. Scoville retries a message for days until the answer is 2xx.
 */
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const { SCOVILLE_WEBHOOK_SECRET, PORT = '4520' } = process.env;
if (!SCOVILLE_WEBHOOK_SECRET?.startsWith('whsec_')) {
  console.error(
    'SCOVILLE_WEBHOOK_SECRET is missing: expected a secret that begins with whsec_. GET /api/v1/endpoints shows it.',
  );
  process.exit(1);
}

const webhook = new Webhook(SCOVILLE_WEBHOOK_SECRET);
/** Scoville's bodies are under 20 kB. */
const bodyBytesMax = 64 * 1024;
/** Ids received so far. A real receiver stores each message under its id, a unique key, before it answers. */
const done = new Set();

/** The bytes as they came; null above the limit. @param {import('node:http').IncomingMessage} request */
async function rawBody(request) {
  const parts = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes <= bodyBytesMax) parts.push(part);
  }
  return bytes <= bodyBytesMax ? Buffer.concat(parts) : null;
}

/** @param {{ type: string, data: any }} message */
function handle({ type, data }) {
  if (!data.lead) return console.log(type);
  const { person, tierName, score, reasons = [] } = data.lead;
  const why = reasons.map((/** @type {any} */ reason) => `${reason.label} ${reason.value}`).join(', ');
  console.log(
    `${type}: ${person?.name ?? 'no name'} <${person?.email}>, ${tierName}, score ${score} (${why})`,
  );
}

const server = createServer(async (request, response) => {
  const answer = (/** @type {number} */ status, text = '') => void response.writeHead(status).end(text);
  if (request.method !== 'POST') return answer(405);
  // The signature covers the bytes as they came. JSON that is parsed and written again has another signature.
  const body = await rawBody(request).catch(() => null);
  if (body === null) return answer(413);
  const headers = /** @type {Record<string, string>} */ (request.headers);
  let message;
  try {
    // Also rejects a message signed more than five minutes ago, which an attacker may have recorded and sent again.
    message = webhook.verify(body, headers);
  } catch (error) {
    return answer(401, `${error}`);
  }

  const id = headers['webhook-id'];
  answer(204);
  if (done.has(id)) return console.log(`${id} skipped: received before`);
  done.add(id);
  handle(/** @type {any} */ (message));
});
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object')
    console.log(`The receiver is at http://127.0.0.1:${address.port}/`);
});
