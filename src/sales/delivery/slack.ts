/** Sends to Slack's incoming webhooks. An error holds the error code that Slack answered. */

import { type Guard, type GuardedAnswer, requestGuarded } from '../../base/network/network.ts';
import { slackHost } from './channel-target.ts';
import type { Answer } from './retry.core.ts';
import { notSent, type Transport, taken } from './transport.ts';

/** As in `invalid_payload`, `channel_not_found`, `no_service`. Other answers are not shown to users. */
const slackWords = /^[a-z][a-z_]{1,60}$/;

export function slackTransport(guard: Guard): Transport {
  return {
    send: async ({ target, body }) => {
      const { text, blocks } = body;
      const post = {
        method: 'POST' as const,
        url: target,
        headers: { 'content-type': 'application/json', 'user-agent': 'Scoville' },
        body: JSON.stringify({ text, blocks }),
        onlyHost: slackHost,
      };
      return requestGuarded(post, guard).then(answerOf, notSent);
    },
    close: () => undefined,
  };
}

function answerOf({ status, retryAfter, text }: GuardedAnswer): Answer {
  if (status >= 200 && status < 300) return taken(status);
  const words = text.trim();
  const said = slackWords.test(words) ? `: ${words}` : '';
  return { errorKind: 'answered', status, error: `Slack answered ${status}${said}`, retryAfter };
}
