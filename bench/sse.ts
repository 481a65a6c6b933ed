/** Reads the live stream of alerts as a console page does, and says whose lead was opened. */

/** Calls back with the profile of every `lead.opened` from now on; resolves once the stream is open. */
export async function readAlerts(
  url: string,
  apiToken: string,
  onLeadOpened: (profile: string) => void,
): Promise<{ close(): void }> {
  const closing = new AbortController();
  const response = await fetch(`${url}/api/v1/alerts/stream`, {
    headers: { authorization: `Bearer ${apiToken}` },
    signal: closing.signal,
  });
  if (!response.ok || response.body === null) throw new Error(`the live stream answered ${response.status}`);
  const read = async (body: ReadableStream<Uint8Array>) => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        if (!message.includes('event: lead.opened')) continue;
        const data = /^data: (.*)$/m.exec(message)?.[1] ?? '{}';
        onLeadOpened((JSON.parse(data) as { lead?: { profile?: string } }).lead?.profile ?? '');
      }
    }
  };
  read(response.body).catch(() => undefined); // closed by us, or the program ended: then alerts are missing and counted
  return { close: () => closing.abort() };
}
