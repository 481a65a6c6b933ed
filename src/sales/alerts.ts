/**
 * The door of alerts: what people are told, at once, and the calendar of what they have to do.
 *
 * Enters: alert rows, as they become visible, and deliveries that are due. Leaves: the live stream, in order, resumable by
 * the last id seen; the alerts of deadlines, found by a sweep of stored times; mails, Slack messages and webhooks, each at
 * least once. It refuses to decide what is worth an alert: a row is one. PostgreSQL away: subscribers keep their connection
 * and get what they missed; what is due stays due. A receiver away: it is tried again, and nobody else waits for it.
 */

