/** Prints every open lead from a tier on, hottest first, each with the reason that pays most. */
import { answered, createScovilleClient, everyItem } from '../client.js';

const { SCOVILLE_URL = 'http://127.0.0.1:4400', SCOVILLE_API_TOKEN } = process.env;
const minTier = Number(process.argv[2] ?? '1');

const scoville = createScovilleClient({ baseUrl: SCOVILLE_URL, token: SCOVILLE_API_TOKEN });
const { role } = await answered(scoville.GET('/api/v1/session'));
console.log(`Logged in as ${role}.`);

const leads = everyItem((cursor) =>
  scoville.GET('/api/v1/leads', {
    params: { query: { open: 'true', sort: '-score', limit: 100, ...(cursor !== undefined && { cursor }) } },
  }),
);
for await (const { person, tier, tierName, score, reasons } of leads) {
  if (tier < minTier) continue;
  const [best] = reasons.toSorted((one, other) => other.value - one.value);
  console.log(`${person.email ?? person.name}: ${tierName}, score ${score}${best ? ` (${best.label})` : ''}`);
}
