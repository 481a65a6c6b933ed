/**
 * Salesforce: a lead becomes a Salesforce lead by an upsert. Changes are asked for, since Salesforce sends none of itself.
 *
 * Salesforce leads need the field `Scoville_Lead_Id__c`, text, marked as external ID and unique, and field history tracking of the
 * status.
 */
import { caller, Refused } from './http.mjs';

const version = 'v62.0';
/** @param {import('./bridge.mjs').Settings} settings @returns {import('./bridge.mjs').Crm} */
export function salesforce({ CRM_URL, CRM_TOKEN, CRM_CLIENT_ID }) {
  let token = '';
  /** Who this bridge is there: what it wrote itself is no news. */
  let user = '';

  const logIn = async () => {
    const body = { grant_type: 'client_credentials', client_id: CRM_CLIENT_ID, client_secret: CRM_TOKEN };
    const response = await fetch(`${CRM_URL}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok)
      throw new Refused(response.status, `Salesforce refused the log-in: ${await response.text()}`);
    const { access_token, id } = await response.json();
    token = access_token;
    user = id.split('/').at(-1);
  };

  const send = caller(CRM_URL, () => ({ authorization: `Bearer ${token}` }));
  /** A session ends after some hours: then it logs in again. @param {Parameters<typeof send>} asked */
  const call = async (...asked) => {
    if (token === '') await logIn();
    try {
      return await send(...asked);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      await logIn();
      return send(...asked);
    }
  };

  return {
    source: 'salesforce',
    // Only Salesforce sets its converted status, when somebody converts.
    stages: {
      'Sent to sales': 'Open - Not Contacted',
      'In progress': 'Working - Contacted',
      'More info needed': 'Working - Contacted',
      Qualifying: 'Working - Contacted',
      'On hold': 'Working - Contacted',
      'Marketing follow-up': 'Working - Contacted',
      Converted: 'Working - Contacted',
      'Closed lost': 'Closed - Not Converted',
    },
    back: {
      'Open - Not Contacted': 'Sent to sales',
      'Working - Contacted': 'In progress',
      'Closed - Not Converted': 'Closed lost',
      'Closed - Converted': 'Converted',
    },
    async push(lead, stage) {
      const { email, name, company, phone, title } = lead.person;
      const words = (name ?? email ?? phone).split(' ');
      const fields = {
        FirstName: words.slice(0, -1).join(' ') || null,
        LastName: words.at(-1),
        Company: company ?? '[not known]',
        ...{ Email: email, Phone: phone, Title: title, LeadSource: lead.campaign },
        ...(stage && { Status: stage }),
      };
      const path = `/services/data/${version}/sobjects/Lead/Scoville_Lead_Id__c/${encodeURIComponent(lead.id)}`;
      try {
        return (await call('PATCH', path, fields)).id;
      } catch (error) {
        // Its account, contact and opportunity are what people work on there.
        if (error instanceof Refused && error.message.includes('CANNOT_UPDATE_CONVERTED_LEAD'))
          return lead.externalId;
        throw error;
      }
    },
    // The history of the status alone: any other edit of a lead says nothing about its stage.
    async poll(since) {
      if (token === '') await logIn();
      const query = `SELECT LeadId, NewValue, CreatedDate FROM LeadHistory WHERE Field = 'Status' AND CreatedById != '${user}' AND CreatedDate >= ${since.toISOString()} ORDER BY CreatedDate`;
      const changes = [];
      let path = `/services/data/${version}/query?q=${encodeURIComponent(query)}`;
      while (path) {
        const { records, nextRecordsUrl } = await call('GET', path);
        for (const { LeadId, NewValue, CreatedDate } of records)
          changes.push({ lead: LeadId, value: NewValue, at: CreatedDate });
        path = nextRecordsUrl;
      }
      return changes;
    },
  };
}
