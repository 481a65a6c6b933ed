/** What a `group` call says of the person who made it: the id of their group, and their company. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import { identifierIn } from '../../base/text/text.ts';
import type { Json, JsonObject } from '../../contract/language/language.ts';

/** Traits of a group that are kept first where not all fit into one trait of a person. */
const firstNames = ['name', 'domain', 'website', 'employees', 'industry', 'plan'];

/**
 * Returns the traits of a person in a group: `groupId`, and `company` with the traits of the group. A call without traits says the id
 * alone. Empty where the call names no group.
 */
export function personInGroup(groupId: Json | undefined, traits: JsonObject | null): JsonObject {
  const found = identifierIn(groupId);
  const id = found !== null && 'text' in found ? found.text : null;
  const named = { ...(id !== null && { groupId: id }) };
  const company = companyOf(id, traits ?? {});
  return Object.keys(company).some((name) => name !== 'id') ? { ...named, company } : named;
}

/** As much of the group as a trait may hold: its id, what names it, then the others by their names. */
function companyOf(id: string | null, traits: JsonObject): JsonObject {
  const company: JsonObject = id === null ? {} : { id };
  let bytes = Buffer.byteLength(`company${JSON.stringify(company)}`);
  const others = Object.keys(traits).filter((name) => !firstNames.includes(name) && name !== 'id');
  for (const name of [...firstNames, ...others.sort()]) {
    const value = Object.hasOwn(traits, name) ? traits[name] : null;
    if (value === null || value === undefined || name === '__proto__') continue;
    // Its name, the colon and a comma.
    const more = Buffer.byteLength(`${JSON.stringify(name)}:${JSON.stringify(value)},`);
    if (bytes + more > limits.traitBytesMax) continue;
    bytes += more;
    company[name] = value;
  }
  return company;
}
