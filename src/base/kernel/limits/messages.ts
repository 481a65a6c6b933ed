/** Limits of messages: the live stream, channels, mail, Slack and webhooks. */
import { dayMs, hourMs, minuteMs, secondMs } from './units.ts';

export const messagesLimits = {
  /** Alerts read in one go. */
  liveReadAlertsMax: 500,
  /** What a live-stream subscriber may lag behind before it is cut off (it reconnects and resumes). */
  liveBufferBytesMax: 4 * 1024 * 1024,
  /** How soon the counts of the work list follow an alert, and how often they are read at most. */
  liveCountsEveryMs: secondMs / 2,
  /** A sign of life on a quiet live stream. */
  liveHeartbeatMs: 15 * secondMs,
  /** How soon a cut-off browser comes back. */
  liveRetryMs: secondMs,
  /** Alerts held against the channels in one transaction. */
  chosenAlertsMax: 500,
  /** How long the dispatcher waits before it looks without having been rung for. */
  dispatchEveryMs: secondMs,
  /** How long the dispatcher lets alerts gather after a look that found some: each look is two transactions. */
  dispatchGatherMs: 500,
  /** Notices of one message; more go into the next. */
  noticesPerMessageMax: 2_000,
  /** Channels of one user, and of the installation. */
  channelsPerOwnerMax: 50,
  /** Test messages one caller may send within a minute. */
  testMessagesMax: 10,
  /** Lines of a mail; how many more there are is said. */
  mailLinesMax: 100,
  mailSubjectLengthMax: 150,
  /** Reasons shown in a message, with the number of the others. */
  reasonsShownMax: 3,
  /** A name, label or text of somebody else's in a message. */
  messageTextLengthMax: 200,
  /** What Slack takes: a header, the text of a section, blocks of a message, and the whole of it as JSON (13,200 is refused). */
  slackHeaderLengthMax: 150,
  slackSectionLengthMax: 3_000,
  slackBlocksMax: 50,
  slackMessageLengthMax: 12_999,
  /** Deliveries of one kind under way at once in a process, how soon an idle sender looks again, … */
  deliveriesAtOnce: 32,
  deliveryLookEveryMs: 250,
  /** … and how many times as long at most, when it has found nothing again and again. What its own process makes wakes it. */
  deliveryQuietTimesMax: 8,
  /** Of these, those to one webhook endpoint, to one Slack address, and through the mail server; to an endpoint that is failing, one. */
  deliveriesPerDestinationMax: { webhook: 4, slack: 1, mail: 4 },
  /** Slack takes one message a second at an address. */
  slackEveryMs: secondMs,
  /** How long a delivery belongs to the sender that tries it; longer than any try may take. */
  deliveryLeaseMs: minuteMs,
  /** Waits before the second try, the third, …; after the last it is given up. Webhooks: as Standard Webhooks has them. */
  deliveryWaitsMs: {
    webhook: [
      5 * secondMs,
      5 * minuteMs,
      30 * minuteMs,
      2 * hourMs,
      5 * hourMs,
      10 * hourMs,
      14 * hourMs,
      20 * hourMs,
      24 * hourMs,
    ],
    mail: [1, 5, 15, 60, 120, 240, 480, 720, 1_440].map((minutes) => minutes * minuteMs),
    slack: [5 * secondMs, minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 6 * hourMs],
  },
  /** By how much chance lengthens such a wait: everybody who failed together does not come back together. */
  deliveryJitterPart: 0.1,
  /** How long a delivery may be tried in all, with the waits that receivers ask for: one that is older has long ended. */
  deliveryTriedMsMax: 8 * dayMs,
  /** How long a channel's message is news: one that has waited longer for a mail server or Slack is not sent any more. */
  newsMsMax: 3 * dayMs,
  /** The longest wait that a receiver may ask for with `Retry-After`. */
  retryAfterMsMax: dayMs,
  /** How long a destination that asks for less is left alone when it does not say, and at the most. */
  throttleMs: 10 * secondMs,
  throttleMsMax: hourMs,
  /** An endpoint that has taken nothing for so long is disabled. */
  endpointFailingMsMax: 5 * dayMs,
  /** How long a secret that was replaced signs beside the new one. */
  previousSecretMs: dayMs,
  /** A request to an address that users name, whole: finding it, connecting, sending, the answer. */
  outgoingMsMax: 15 * secondMs,
  /** The part of the answer that is read. */
  outgoingAnswerBytesMax: 64 * 1024,
  /** The body of a webhook; one that is longer is shortened. */
  webhookBodyBytesMax: 20_000,
  /** Handing over one mail, whole, and a silence of the mail server. */
  mailMsMax: 30 * secondMs,
  mailSilenceMsMax: 10 * secondMs,
  /** How often mails that wait for a mail server are counted, and the log says so again. */
  heldMailLookEveryMs: 5 * secondMs,
  heldMailSayEveryMs: hourMs,
  /** How long a stop waits for deliveries in flight; the next start retries the others. */
  deliveryStopMsMax: 8 * secondMs,
  /** The part of an error that the delivery log keeps. */
  deliveryErrorLengthMax: 300,
} as const;
