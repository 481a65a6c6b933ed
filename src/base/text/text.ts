/** The door of base/text: TODO say what enters and leaves. */

export { emailAddressIn, isEmailAddress, mailtoLink } from './email-address.ts';
export { escapedHtml } from './html.ts';
export { isolated } from './isolation.ts';
