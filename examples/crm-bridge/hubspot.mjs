/**
 * HubSpot: a lead becomes a HubSpot lead, which belongs to the contact with the address. HubSpot's webhook brings stages back.
 *
 * HubSpot leads need the property `lead_id_in_scoville`, text, with unique values.
 */
import { caller, isSigned, Refused } from './http.mjs';

/** The association of a lead with its primary contact, as HubSpot numbers it. */
const primaryContact = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 578 };

/** @param {import('./bridge.mjs').Settings} settings @returns {import('./bridge.mjs').Crm} */
export function hubspot({ CRM_URL, CRM_TOKEN, CRM_WEBHOOK_SECRET, BRIDGE_URL }) {
  const call = caller(CRM_URL, () => ({ authorization: `Bearer ${CRM_TOKEN}` }));

  /** @param {any} person @returns {Promise<string>} */
  const contactOf = async ({ email, name, company, phone, title }) => {
    const [firstname = '', ...rest] = (name ?? '').split(' ');
    const said = { email, firstname, lastname: rest.join(' '), company, phone, jobtitle: title };
    // What Scoville does not know stays as it is in HubSpot.
    const properties = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
    const inputs = [{ idProperty: 'email', id: email, properties }];
    return (await call('POST', '/crm/v3/objects/contacts/batch/upsert', { inputs })).results[0].id;
  };

  return {
    source: 'hubspot',
    stages: {
      'Sent to sales': 'new-stage-id',
      'In progress': 'attempting-stage-id',
      'More info needed': 'connected-stage-id',
      Qualifying: 'connected-stage-id',
      Converted: 'qualified-stage-id',
      'Closed lost': 'unqualified-stage-id',
    },
    back: {
      'new-stage-id': 'Sent to sales',
      'attempting-stage-id': 'In progress',
      'connected-stage-id': 'Qualifying',
      'qualified-stage-id': 'Converted',
      'unqualified-stage-id': 'Closed lost',
    },
    async push(lead, stage) {
      // HubSpot finds contacts by their addresses.
      if (lead.person.email === null) return null;
      const contact = await contactOf(lead.person);
      const properties = {
        hs_lead_name: `${lead.person.name ?? lead.person.email}, ${lead.campaign}`,
        lead_id_in_scoville: lead.id,
        ...(stage && { hs_pipeline_stage: stage }),
      };
      try {
        const path = `/crm/v3/objects/leads/${encodeURIComponent(lead.id)}?idProperty=lead_id_in_scoville`;
        return (await call('PATCH', path, { properties })).id;
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 404) throw error;
      }
      const associations = [{ to: { id: contact }, types: [primaryContact] }];
      return (await call('POST', '/crm/v3/objects/leads', { properties, associations })).id;
    },
    read({ method, url, headers, body }) {
      const timestamp = String(headers['x-hubspot-request-timestamp']);
      const signature = String(headers['x-hubspot-signature-v3']);
      const text = `${method}${BRIDGE_URL}${url}${body}${timestamp}`;
      if (!isSigned({ secret: CRM_WEBHOOK_SECRET, text, timestamp, signature, as: 'base64' })) return null;
      /** @type {{ objectId: number, propertyName?: string, propertyValue?: string, occurredAt: number }[]} */
      const events = JSON.parse(body);
      return events
        .filter(({ propertyName }) => propertyName === 'hs_pipeline_stage')
        .map(({ objectId, propertyValue = '', occurredAt }) => ({
          ...{ lead: String(objectId), value: propertyValue, at: new Date(occurredAt).toISOString() },
        }));
    },
  };
}
