/** The API of links and pixels for mails: signed, so that nobody makes others. */
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';
import { mailLinksSchema, newMailLinksSchema } from '../contract/api/api.ts';
import { isDestination, linkToken, pixelToken } from '../engine/mail/mail.ts';
import { answers, docs } from './route-docs.ts';
import { documented, parse } from './validation.ts';

interface Options {
  /** The first signs. */
  mailLinkSecrets: readonly string[];
  publicUrl: () => string;
}

export function registerMailLinks(app: FastifyInstance, { mailLinkSecrets, publicUrl }: Options): void {
  app.post(
    '/mail-links',
    docs('Make the links and the pixel of a mail to one person', {
      body: documented(newMailLinksSchema, 'input'),
      response: answers(mailLinksSchema, 'Addresses to put into the mail'),
    }),
    async ({ body }) => {
      const { links, proves, ...message } = parse(newMailLinksSchema, body);
      const base = publicUrl().replace(/\/$/, '');
      return {
        pixel: `${base}/o/${pixelToken(mailLinkSecrets, message)}.gif`,
        links: links.map(({ url, id }) => {
          if (!isDestination(url))
            throw new ApiError('invalid_request', '"url" has a user or password in it; send it without');
          const token = linkToken(mailLinkSecrets, { ...message, url, linkId: id, proves });
          return { url, id: id ?? null, href: `${base}/c/${token}` };
        }),
      };
    },
  );
}
