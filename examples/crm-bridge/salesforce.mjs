/**
 * Salesforce: a lead becomes a Salesforce lead by an upsert. Changes are asked for, since Salesforce sends none of itself.
 *
 * Salesforce leads need the field `Scoville_Lead_Id__c`, text, marked as external ID and unique.
 */
import { caller, Refused } from './http.mjs';

const version = 'v62.0';
/** @param {import('./bridge.mjs').Settings} settings @returns {import('./bridge.mjs').Crm} */
export function salesforce({ CRM_URL, CRM_TOKEN, CRM_CLIENT_ID }) {
  let token = '';

  const logIn = async () => {
    const body = { grant_type: 'client_credentials', client_id: CRM_CLIENT_ID, client_secret: CRM_TOKEN };
    const response = await fetch(`${CRM_URL}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok)
      throw new Refused(response.status, `Salesforce refused the log-in: ${await response.text()}`);
    token = (await response.json()).access_token;
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
    // Every stage has one: a poll shows leads that did not move too. Only Salesforce sets its converted status, when somebody converts.
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
    async poll(since) {
      const query = `SELECT Id, Status, SystemModstamp FROM Lead WHERE Scoville_Lead_Id__c != null AND SystemModstamp >= ${since.toISOString()} ORDER BY SystemModstamp`;
      const changes = [];
      let path = `/services/data/${version}/query?q=${encodeURIComponent(query)}`;
      while (path) {
        const { records, nextRecordsUrl } = await call('GET', path);
        for (const { Id, Status, SystemModstamp } of records)
          changes.push({ lead: Id, value: Status, at: SystemModstamp });
        path = nextRecordsUrl;
      }
      return changes;
    },
  };
}
