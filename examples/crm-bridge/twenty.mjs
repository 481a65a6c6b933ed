/**
 * Twenty: a lead becomes an opportunity whose point of contact is its person. Twenty's webhook brings stages and people back.
 *
 * Twenty lets a client choose ids. An id that follows from the lead's makes a repeated message harmless.
 */
import { createHash } from 'node:crypto';
import { caller, isSigned } from './http.mjs';

/** @param {import('./bridge.mjs').Settings} settings @returns {import('./bridge.mjs').Crm} */
export function twenty({ CRM_URL, CRM_TOKEN, CRM_WEBHOOK_SECRET }) {
  const call = caller(CRM_URL, () => ({ authorization: `Bearer ${CRM_TOKEN}` }));

  /** The first record that a filter finds. @param {string} list @param {string} filter */
  const first = async (list, filter) => {
    const { data } = await call('GET', `/rest/${list}?filter=${encodeURIComponent(filter)}&limit=1`);
    return data[list][0] ?? null;
  };

  /** @param {any} person @returns {Promise<string>} */
  const personOf = async ({ id, email, name, title }) => {
    const own = uuidOf(id);
    const known = await first('people', email ? `emails.primaryEmail[eq]:"${email}"` : `id[eq]:"${own}"`);
    if (known !== null) return known.id;
    const [firstName = '', ...rest] = (name ?? email ?? '').split(' ');
    const made = { id: own, name: { firstName, lastName: rest.join(' ') }, jobTitle: title ?? '' };
    await call('POST', '/rest/people', { ...made, emails: { primaryEmail: email ?? '' } });
    return own;
  };

  return {
    source: 'twenty',
    stages: {
      'Sent to sales': 'NEW',
      'In progress': 'SCREENING',
      'More info needed': 'SCREENING',
      Qualifying: 'MEETING',
      Converted: 'PROPOSAL',
    },
    back: { NEW: 'Sent to sales', SCREENING: 'In progress', MEETING: 'Qualifying', PROPOSAL: 'Converted' },
    async push(lead, stage) {
      const id = uuidOf(lead.id);
      const who = lead.person.name ?? lead.person.email ?? lead.person.phone;
      const opportunity = { name: `${who}, ${lead.campaign}`, pointOfContactId: await personOf(lead.person) };
      const wanted = { ...opportunity, ...(stage && { stage }) };
      if ((await first('opportunities', `id[eq]:"${id}"`)) === null)
        await call('POST', '/rest/opportunities', { id, ...wanted });
      else await call('PATCH', `/rest/opportunities/${id}`, wanted);
      return id;
    },
    read({ headers, body }) {
      const timestamp = String(headers['x-twenty-webhook-timestamp']);
      const signature = String(headers['x-twenty-webhook-signature']);
      const text = `${timestamp}:${body}`;
      if (!isSigned({ secret: CRM_WEBHOOK_SECRET, text, timestamp, signature, as: 'hex' })) return null;
      const { eventName, eventDate, record, updatedFields = [] } = JSON.parse(body);
      // Its other changes, such as those that the bridge makes, say nothing of the stage.
      if (eventName === 'opportunity.updated' && updatedFields.includes('stage'))
        return [{ lead: record.id, value: record.stage, at: eventDate }];
      if (eventName !== 'person.created' && eventName !== 'person.updated') return [];
      const { firstName = '', lastName = '' } = record.name ?? {};
      const name = `${firstName} ${lastName}`.trim();
      const email = record.emails?.primaryEmail;
      // A person of the CRM is a known contact to Scoville: hot, they go to their owner.
      return email ? [{ person: record.id, body: { email, kind: 'contact', ...(name && { name }) } }] : [];
    },
  };
}

/** A UUID that follows from an id. @param {string} id */
function uuidOf(id) {
  const hash = createHash('sha256').update(`scoville ${id}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
