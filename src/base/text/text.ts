/**
 * The door of text: ids, phone numbers, e-mail addresses, links made of them, and texts of others inside our own. Pure, also in a browser.
 *
 * Enters: texts that people and clients send. Leaves: addresses that can be one, links that cannot be injected into, texts that cannot
 * turn the words around them.
 */

export { cut } from './cut.ts';
export { emailAddressIn, mailtoLink } from './email-address.ts';
export { escapedHtml } from './html.ts';
export { type Identifier, identifierIn, saidIn } from './identifier.ts';
export { isolated } from './isolation.ts';
export { normalisedText } from './kept-text.ts';
export { phoneNumberIn } from './phone-number.ts';
export { slipsBetween } from './slips.ts';
export { guardedCell, unguardedCell } from './spreadsheet-cell.ts';
