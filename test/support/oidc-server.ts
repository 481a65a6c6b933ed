/** A real OpenID Connect provider on loopback. Its log-in page asks nothing: the test says who sits before it. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const oidcClient = { id: 'scoville', secret: 'the secret of Scoville in tests' };

/** What the provider knows of an account. */
interface ProviderClaims {
  email?: string;
  email_verified?: boolean;
  name?: string;
}

export interface OidcServer {
  issuer: string;
  /** By their subject. */
  accounts: Map<string, ProviderClaims>;
  /** Says who sits before its page; null is refused there. */
  seat(subject: string | null): void;
  /** Logs in as a browser does, from its page to the redirect back. */
  logIn(url: string, subject: string | null): Promise<URL>;
  stop(): Promise<void>;
}

/**
 * `port`: 0 takes a free one. `host`: by which name it is known; for a browser `localhost` is another site than 127.0.0.1, where
 * Scoville is, and not every machine has the name.
 */
export async function startOidcServer(
  redirectUri: string,
  { port = 0, host = '127.0.0.1' }: { port?: number; host?: '127.0.0.1' | 'localhost' } = {},
): Promise<OidcServer> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const accounts: OidcServer['accounts'] = new Map();
  let subject: string | null = null;
  const provider = new Provider(issuer, configurationOf(redirectUri, accounts));
  const serve = provider.callback();
  server.on('request', (request, response) => {
    const isPage = request.url?.startsWith('/interaction/') === true;
    const result = subject === null ? refusal : { login: { accountId: subject } };
    void (isPage ? provider.interactionFinished(request, response, result) : serve(request, response));
  });
  return {
    issuer,
    accounts,
    seat: (as) => {
      subject = as;
    },
    logIn: async (url, as) => {
      subject = as;
      return follow(url, redirectUri);
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const refusal = { error: 'access_denied', error_description: 'not in the group of sales' };

function configurationOf(redirectUri: string, accounts: OidcServer['accounts']): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return {
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    clients: [{ client_id: oidcClient.id, client_secret: oidcClient.secret, redirect_uris: [redirectUri] }],
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, ...accounts.get(sub) }),
    }),
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    cookies: { keys: ['a key of tests'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    pkce: { required: () => true },
    // Nobody is asked whether Scoville may know who they are.
    loadExistingGrant: async ({ oidc }: GrantContext) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
}

interface GrantContext {
  oidc: { provider: Provider; client: { clientId: string }; session: { accountId: string } };
}

/** Follows redirects with cookies, as a browser does, until one leads to `end`. */
async function follow(from: string, end: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(from);
  while (!url.href.startsWith(end)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
    url = new URL(location, url);
  }
  return url;
}
