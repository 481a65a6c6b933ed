/** Somebody who gets hot: their events, sent as the server of a shop sends them. */
import { expect } from 'vitest';
import { type Program, programSecretKey } from './program.ts';

/** Somebody downloads case studies until they are hot, by the secret key of a server. Returns the name. */
export async function getHot(program: Program, userId: string, name: string, downloads = 3): Promise<string> {
  const events = [
    { type: 'identify', userId, traits: { name, email: `${userId}@example.com` } },
    ...Array.from({ length: downloads }, (_, asset) => ({
      ...{ type: 'track', userId, event: 'File Downloaded', messageId: `${userId} ${asset}` },
      properties: { category: 'customer-case-study', asset_id: asset },
    })),
  ];
  const answer = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({ batch: events, writeKey: programSecretKey }),
  });
  expect(answer.status).toBe(200);
  return name;
}
