/** The first steps for a newcomer: the script tag to paste, a `curl` that works, the active programmes. */
import type { Setup } from '../contract/api/api.ts';
import { boundOfTier } from '../contract/language/language.ts';
import type { Programmes } from '../engine/programmes/programmes.ts';

export function snippetLine(baseUrl: string, writeKey: string): string {
  return `<script async src="${baseUrl}/s.js" data-write-key="${writeKey}"></script>`;
}

/** An event that is worth 15 points for a visitor called `first-visitor`. */
export function curlLine(baseUrl: string, writeKey: string): string {
  return `curl -u ${writeKey}: -d '{"anonymousId":"first-visitor","properties":{"path":"/managed-cloud"}}' ${baseUrl}/v1/page`;
}

/** The answer of `GET /api/v1/setup`. */
export function setupOf(baseUrl: string, writeKey: string, programmes: Programmes): Omit<Setup, 'hasEvents'> {
  return {
    writeKey,
    snippet: snippetLine(baseUrl, writeKey),
    curl: curlLine(baseUrl, writeKey),
    consoleUrl: `${baseUrl}/`,
    programmes: programmes.current().programmes.map(({ programme, version }) => ({
      id: programme.programme,
      name: programme.name,
      version,
      tiers: programme.ladder.tiers.map((tier) => ({ name: tier.name, ...boundOfTier(tier) })),
    })),
    programmeErrors: [...programmes.errors()],
  };
}
