/**
 * Carries leads between Scoville and a CRM: out by Scoville's webhooks, back by those of the CRM, or by asking it now and then.
 *
 * Four rules make a bridge safe. Verify the raw bytes of every message. Carry the present state, read again, so that messages may come
 * late, twice or in any order. Answer 2xx after the work, so that the sender repeats what failed. Write by ids that follow from the
 * record, so that a repetition makes no second one. The two systems come to rest: an upsert that changes nothing sends no message.
 */
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { caller, Refused } from './http.mjs';
import { hubspot } from './hubspot.mjs';
import { salesforce } from './salesforce.mjs';
import { twenty } from './twenty.mjs';

/**
 * @typedef {Record<string, string> & Record<'CRM_URL' | 'CRM_TOKEN' | 'CRM_WEBHOOK_SECRET' | 'CRM_CLIENT_ID' | 'BRIDGE_URL', string>} Settings
 * @typedef {{ method: string, url: string, headers: import('node:http').IncomingHttpHeaders, body: string }} Message
 * @typedef {{ lead: string, value: string, at: string } | { person: string, body: { email: string, kind: string } }} Change
 * @typedef {object} Crm
 * @property {string} source `externalSource` of what is of this CRM.
 * @property {Record<string, string>} stages By the stage of a lead: the CRM's. A stage that is left out is not carried.
 * @property {Record<string, string>} back By the CRM's: the stage of the lead.
 * @property {(lead: any, stage: string | undefined) => Promise<string | null>} push Writes a lead; its id there, null for none.
 * @property {(message: Message) => Change[] | null} [read] The changes in a message; null where it is not signed.
 * @property {(since: Date) => Promise<Change[]>} [poll] The changes since a moment.
 */

const crms = { twenty, hubspot, salesforce };
const { CRM = '', SCOVILLE_URL = 'http://127.0.0.1:4400', PORT = '4530', POLL_SECONDS = '60' } = process.env;
const needed = ['SCOVILLE_API_TOKEN', 'SCOVILLE_WEBHOOK_SECRET', 'CRM_URL', 'CRM_TOKEN'];
if (CRM === 'salesforce') needed.push('CRM_CLIENT_ID');
else needed.push('CRM_WEBHOOK_SECRET');
if (CRM === 'hubspot') needed.push('BRIDGE_URL');
const missing = needed.find((name) => !process.env[name]);
if (!(CRM in crms) || missing !== undefined) {
  const what = CRM in crms ? `${missing} is missing` : `CRM is "${CRM}"`;
  console.error(
    `${what}: expected CRM=${Object.keys(crms).join(', ')}, and the settings of its row in the README.`,
  );
  process.exit(1);
}
const crm = crms[/** @type {keyof typeof crms} */ (CRM)](/** @type {any} */ (process.env));
const webhook = new Webhook(/** @type {string} */ (process.env['SCOVILLE_WEBHOOK_SECRET']));
const scoville = caller(`${SCOVILLE_URL}/api/v1`, () => ({
  authorization: `Bearer ${process.env['SCOVILLE_API_TOKEN']}`,
}));
const bodyBytesMax = 1024 * 1024;

/** One piece of work at a time: two messages about a lead never race. */
let last = Promise.resolve();
/** @param {() => Promise<void>} work */
function inTurn(work) {
  const done = last.then(work);
  last = done.catch(() => undefined);
  return done;
}

/** Out: the lead as it is now. @param {string} id */
async function carry(id) {
  // What was changed there since the last poll comes first: the push would write over it.
  await pollOnce();
  const lead = await scoville('GET', `/leads/${id}`).catch(orNull(404));
  if (lead === null) return console.log(`${id} was erased`);
  // An address that a page alone says finds nobody in the CRM: somebody else may have it.
  const { person } = lead;
  const claimed = { ...person, email: null, name: person.name ?? person.email };
  const pushed = { ...lead, person: person.isEmailClaimed ? claimed : person };
  const there = await crm.push(pushed, crm.stages[lead.stage]);
  if (there === null) return console.log(`${id} stays here: ${crm.source} has no place for it`);
  console.log(`${id} is ${there} in ${crm.source}`);
  if (lead.externalId === there && lead.externalSource === crm.source) return;
  await scoville('PATCH', `/leads/${id}`, { externalId: there, externalSource: crm.source });
}

/** Back: a change in the CRM. @param {Change} change */
async function apply(change) {
  const source = `?externalSource=${crm.source}`;
  if ('person' in change) {
    const { items } = await scoville('GET', `/people?email=${encodeURIComponent(change.body.email)}`);
    // A person that Scoville knows already stays of their kind: the CRM reports the people that this bridge made there too.
    const { kind, ...known } = change.body;
    const body = items.length > 0 ? known : { kind, ...known };
    await scoville('PUT', `/by-external-id/people/${change.person}${source}`, body);
    return console.log(`person ${change.person} is known`);
  }
  const path = `/by-external-id/leads/${change.lead}${source}`;
  const lead = await scoville('GET', path).catch(orNull(404));
  const stage = crm.back[change.value];
  // Not ours, of no stage of ours, or what it has already: several stages may be one in the CRM.
  if (lead === null || stage === undefined || crm.stages[lead.stage] === change.value) return;
  // The later change wins: the lead went on here before the CRM heard of it.
  if (Date.parse(change.at) < Date.parse(lead.enteredAt)) return;
  // Refused for good, as a stage that the pipeline of the lead has not: the next change must not wait for it.
  const changed = await scoville('PUT', path, { stage }).catch(orNull(400, 403, 409));
  console.log(changed === null ? `${lead.id} may not go to ${stage}` : `${lead.id} is at ${stage}`);
}

/** @param {number[]} statuses */
function orNull(...statuses) {
  return (/** @type {unknown} */ error) => {
    if (error instanceof Refused && statuses.includes(error.status)) return null;
    throw error;
  };
}

/** @param {import('node:http').IncomingMessage} request */
async function textOf(request) {
  const parts = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > bodyBytesMax) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** Returns the status of the answer. @param {import('node:http').IncomingMessage} request */
async function handle(request) {
  const { method = '', url = '', headers } = request;
  if (method !== 'POST') return 405;
  const body = await textOf(request);
  if (body === null) return 413;
  if (url === '/scoville') {
    let message;
    try {
      message = /** @type {any} */ (webhook.verify(body, /** @type {Record<string, string>} */ (headers)));
    } catch {
      return 401;
    }
    const id = message.data.lead?.id;
    if (id) await inTurn(() => carry(id));
    return 204;
  }
  if (url !== '/crm' || crm.read === undefined) return 404;
  const changes = crm.read({ method, url, headers, body });
  if (changes === null) return 401;
  for (const change of changes) await inTurn(() => apply(change));
  return 204;
}

const server = createServer(async (request, response) => {
  const status = await handle(request).catch((error) => {
    console.error(`${request.url}: ${error.message}; the sender repeats it`);
    return 502;
  });
  response.writeHead(status).end();
});
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object')
    console.log(`The bridge to ${crm.source} is at http://127.0.0.1:${address.port}/`);
});

/** Asked for twice, so that nothing is missed while clocks differ; what a lead has already changes nothing. */
const overlapMs = 5 * 60_000;
/** Until when every change has been applied. A restart looks back some days. */
let doneMs = Date.now() - 3 * 24 * 3_600_000;

async function pollOnce() {
  const askedMs = Date.now();
  const changes = await crm.poll?.(new Date(doneMs - overlapMs));
  for (const change of changes ?? []) await apply(change);
  doneMs = askedMs;
}

async function pollAgain() {
  try {
    await inTurn(pollOnce);
  } catch (error) {
    console.error(`asking ${crm.source}: ${error instanceof Error ? error.message : error}; asked again`);
  }
  setTimeout(pollAgain, Number(POLL_SECONDS) * 1_000);
}
if (crm.poll) void pollAgain();
