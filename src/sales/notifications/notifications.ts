/** The door of sales/notifications: TODO say what enters and leaves. */

export type { Channels } from './channels.ts';
export { channels } from './channels.ts';
export { composeFor, testMessage } from './compose.ts';
export type { DueNotice } from './digest.core.ts';
export type { LiveStream, Subscriber } from './live-stream.ts';
export { openLiveStream } from './live-stream.ts';
export type { Listener } from './notice.core.ts';
export { isMine } from './notice.core.ts';
export { startTeller } from './teller.ts';
