/** Hostile webhooks of mail providers: signed as they should be, with a content that is not. The same for the same seed, but for signatures. */
import { providerNames } from '../../src/engine/mail/mail.ts';
import { garbled, spoilt } from './hostile-json.ts';
import type { Parts } from './hostile-parts.ts';
import { reports, signers } from './mail-providers.ts';
import type { Chance } from './random.ts';

/** Where a signed message of Amazon may not make a server look. */
const certificates = [
  'https://evil.example/x.pem',
  'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
  'http://127.0.0.1:6379/x.pem',
  'file:///etc/passwd',
];

/** A webhook; now and then a link or a pixel with a token that is none. */
export function hostileMail(chance: Chance, key: string, nowMs: number): Parts {
  if (chance.oneIn(6)) {
    const token = chance.oneOf([
      '',
      'x',
      '..',
      'a.b',
      '%00',
      `${'A'.repeat(900)}.${'B'.repeat(43)}`,
      'eyJ1IjoiaHR0cHM6Ly9ldmlsIn0.x',
    ]);
    return { method: chance.oneOf(['GET', 'HEAD']), path: `/${chance.oneOf(['c', 'o'])}/${token}` };
  }
  const provider = chance.oneOf(providerNames);
  const id = `report-${chance.below(1_000_000)}`;
  const address = `mail-${chance.below(2_000)}@shop.example`;
  const report = reports[provider]({ address, id, atMs: nowMs, act: chance.oneOf(['clicked', 'opened']) });
  const { body, headers } = signers[provider](contentIn(spoilt(report as object, chance)), nowMs, id);
  const path = `/v1/mail/${provider}?key=${key}`;
  if (provider !== 'ses') return { path, headers, body: chance.oneIn(5) ? garbled(body, chance) : body };
  const envelope = { ...(JSON.parse(body) as object), SigningCertURL: chance.oneOf(certificates) };
  return { path, headers, body: spoilt(envelope, chance) };
}

/** The content that a text is; where it is no JSON, or too deep to be written again, the text itself. */
function contentIn(text: string): unknown {
  try {
    const content: unknown = JSON.parse(text);
    return JSON.stringify(content) === undefined ? text : content;
  } catch {
    return text;
  }
}
