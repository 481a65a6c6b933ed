/** Enters a person once, however often it is run, and changes the phone without losing a change of somebody else. */
import { answered, createScovilleClient, ScovilleError } from '../client.js';

const { SCOVILLE_URL = 'http://127.0.0.1:4400', SCOVILLE_API_TOKEN } = process.env;
const email = process.argv[2] ?? 'ada@example.com';

const scoville = createScovilleClient({ baseUrl: SCOVILLE_URL, token: SCOVILLE_API_TOKEN });

const person = await answered(
  scoville.POST('/api/v1/people', {
    params: { header: { 'Idempotency-Key': `know ${email}` } },
    body: { email, name: 'Ada Lovelace' },
  }),
);
console.log(`${person.id} has revision ${person.revision}.`);

/** Reads, changes, and begins again where the person was changed meanwhile. @returns {Promise<string | null>} */
async function call(phone = '+44 20 7946 0018') {
  const present = scoville.GET('/api/v1/people/{id}', { params: { path: { id: person.id } } });
  const { revision } = await answered(present);
  try {
    const changed = await answered(
      scoville.PATCH('/api/v1/people/{id}', {
        params: { path: { id: person.id }, header: { 'If-Match': `"${revision}"` } },
        body: { phone },
      }),
    );
    return changed.phone;
  } catch (error) {
    if (error instanceof ScovilleError && error.code === 'revision_mismatch') return call(phone);
    throw error;
  }
}
console.log(`The phone is ${await call()}.`);
