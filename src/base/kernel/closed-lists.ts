/** Closed lists that metrics and the contract share: each is kept here alone. */

/** The types of events, as clients name them. */
export const eventTypes = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const;

/** The ways of a message. */
export const channelKinds = ['mail', 'slack', 'webhook'] as const;

/** Providers that report what became of mails. */
export const mailProviders = ['sendgrid', 'mailgun', 'postmark', 'ses', 'mandrill', 'resend'] as const;
