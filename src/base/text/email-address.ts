/**
 * The grammar of e-mail addresses, in the one place that judges them, and the link made of one.
 *
 * The local part is a dot-atom of RFC 5321 with the letters of RFC 6531. The domain is two or more labels of letters, digits and
 * inner hyphens, with IDN letters. Quoted local parts and address literals are refused: no client sends them. So is "?", though
 * a dot-atom may hold it: others make links of addresses too, and it begins the headers of a link.
 */

import { unseen } from './unseen.ts';

/** Bytes of an address, of its part before the `@`, and of a label of its domain (RFC 5321, RFC 1035). */
const addressBytesMax = 254;
const addressLocalBytesMax = 64;
const domainLabelBytesMax = 63;

const plain = '0-9a-zA-Z';
const wide = '\\p{L}\\p{M}\\p{N}';

/** The whole grammar for an alphabet; lengths in characters. A last label of digits is an IP address (RFC 3696). */
function grammar(letters: string, flags: string): RegExp {
  const atom = `[${letters}!#$%&'*+/=^_\`{|}~-]+`;
  const label = `[${letters}](?:[${letters}-]{0,${domainLabelBytesMax - 2}}[${letters}])?`;
  const local = `(?=[^@]{1,${addressLocalBytesMax}}@)${atom}(?:\\.${atom})*`;
  return new RegExp(`^${local}@(?:${label}\\.)+(?!\\d+$)${label}$`, flags);
}

/** For nearly every address there is: a tenth of the time of the other, and a character is a byte. */
const plainGrammar = grammar(plain, '');
const wideGrammar = grammar(wide, 'u');

function isPlainAddress(text: string): boolean {
  return text.length <= addressBytesMax && plainGrammar.test(text);
}

/** Whether mail can be sent to the text as it stands: nothing is trimmed. */
export function isEmailAddress(text: string): boolean {
  if (text.length > addressBytesMax) return false;
  if (isPlainAddress(text)) return true;
  if (!/[^\0-\x7f]/.test(text) || !wideGrammar.test(text)) return false;
  const [local = '', domain = ''] = text.split('@');
  return (
    octets(text) <= addressBytesMax &&
    octets(local) <= addressLocalBytesMax &&
    domain.split('.').every((label) => octets(label) <= domainLabelBytesMax)
  );
}

/** Longer texts are no address, whatever is taken from them. */
const textLengthMax = 4 * addressBytesMax;

/**
 * The address in a text, in the one form that is compared; null for a text that cannot be one. The form: composed (NFC), without
 * characters that cannot be seen, trimmed, in lower case, and the domain as it is looked up (IDNA).
 */
export function emailAddressIn(text: string): string | null {
  if (text.length > textLengthMax) return null;
  const plain = text.trim().toLowerCase();
  if (isPlainAddress(plain)) return isNobodysAddress(plain) ? null : plain;
  const written = text.replaceAll(unseen, '').normalize('NFC').trim().toLowerCase().normalize('NFC');
  const at = written.indexOf('@');
  const address = written.slice(0, at) + written.slice(at).replaceAll(wideStops, '.');
  if (!isEmailAddress(address)) return null;
  const domain = lookedUpDomain(address.slice(at + 1));
  if (domain === null) return null;
  const found = `${address.slice(0, at)}@${domain}`;
  return isEmailAddress(found) && !isNobodysAddress(found.normalize('NFKC')) ? found : null;
}

/** Full stops of East Asian scripts, which part the labels of a domain as "." does (RFC 3490, UTS 46). */
const wideStops = /[\u3002\uff0e\uff61]/g;

/** What programs make of an absent value, and people enter for one. No mailbox of a person has such a name, at any domain. */
const nobodysMailbox = /^(?:undefined|null|none|nullptr|dbnull|nsnull|no[-_.]?e?mail)@/;
/** Names that somebody may have, but not where the domain says the same: `guest@guest.com`, `none@none.com`, `na@na.na`. */
const nobodysTwice =
  /^(nan|nil|na|n\.a|nobody|noone|guest|unknown|anonymous|anon|visitor|gast|unbekannt|anonyme|inconnu|test|example)@\1\./;

/** Whether an address in lower case names nobody. `test@`, `info@` and `guest@` of a shop are mailboxes, and so is `nan@`: a given name. */
export function isNobodysAddress(address: string): boolean {
  return nobodysMailbox.test(address) || nobodysTwice.test(address);
}

/** A domain in the letters of the domain name system: `münchen.example` is `xn--mnchen-3ya.example`. */
function lookedUpDomain(domain: string): string | null {
  const address = `http://${domain}`;
  // What is not a name, such as a number of an address of a machine, comes out as something else, and is refused then.
  return URL.canParse(address) ? new URL(address).hostname : null;
}

/** A link that writes to an address and can do nothing else; null for a text that is no address. */
export function mailtoLink(address: string): string | null {
  if (!isEmailAddress(address)) return null;
  // A local part may hold "%", "&" and "#", which mean something else in a link (RFC 6068).
  return `mailto:${address.split('@').map(encodeURIComponent).join('@')}`;
}

const encoder = new TextEncoder();

function octets(text: string): number {
  return encoder.encode(text).length;
}
