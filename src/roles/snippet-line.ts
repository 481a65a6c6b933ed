/** The two lines a newcomer needs: the script tag to paste and a `curl` that works. */

export function snippetLine(baseUrl: string, writeKey: string): string {
  return `<script async src="${baseUrl}/s.js" data-write-key="${writeKey}"></script>`;
}

/** An event that is worth 15 points for a visitor called `first-visitor`. */
export function curlLine(baseUrl: string, writeKey: string): string {
  return `curl -u ${writeKey}: -d '{"anonymousId":"first-visitor","properties":{"path":"/managed-cloud"}}' ${baseUrl}/v1/page`;
}
