/**
 * The OpenID Connect provider of the settings: where its log-in page is, and who came back from there.
 *
 * Nothing is asked before somebody logs in: Scoville starts while the provider is away. A discovery that failed is not tried
 * again before its pause is over, so that log-ins do not hammer a provider that comes back.
 */
import * as oidc from 'openid-client';
import { limits } from '../base/kernel/kernel.ts';
import type { ProviderAccount } from '../sales/team/team.ts';
import type { OidcMarks } from './oidc-attempt.core.ts';

export interface OidcSettings {
  issuer: string;
  clientId: string;
  /** Undefined for a public client. */
  clientSecret: string | undefined;
  /** How the button names it. */
  name: string;
  /** Whether an address counts that the provider does not call verified. */
  takesAnyAddress: boolean;
}

/** The log-in did not work; the message says why and what to do. */
export class LogInFailed extends Error {}

export interface OidcProvider {
  name: string;
  /** Returns the address of the provider's log-in page. Throws `LogInFailed` while it is away. */
  logInUrl(marks: OidcMarks, redirectUri: string): Promise<string>;
  /** Returns who came back at this address. Throws `LogInFailed`. */
  identify(returned: URL, marks: OidcMarks): Promise<ProviderAccount>;
}

export function openOidcProvider(settings: OidcSettings): OidcProvider {
  const configured = inTurn(() => discover(settings));
  const configuration = () =>
    configured().catch((error: unknown) => {
      throw new LogInFailed(inWords(error, settings));
    });
  return {
    name: settings.name,
    logInUrl: async ({ state, nonce, codeVerifier }, redirectUri) =>
      oidc.buildAuthorizationUrl(await configuration(), {
        ...{ redirect_uri: redirectUri, scope: 'openid email profile', state, nonce },
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      }).href,
    identify: async (returned, { state, nonce, codeVerifier }) => {
      const known = await configuration();
      try {
        const tokens = await oidc.authorizationCodeGrant(known, returned, {
          ...{ expectedState: state, expectedNonce: nonce },
          ...{ pkceCodeVerifier: codeVerifier, idTokenExpected: true },
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('there is no ID token');
        // Many providers put the address into the user info alone.
        const person: Claims =
          claims.email === undefined && known.serverMetadata().userinfo_endpoint !== undefined
            ? await oidc.fetchUserInfo(known, tokens.access_token, claims.sub)
            : claims;
        return identityOf(claims, person, settings);
      } catch (error) {
        throw new LogInFailed(inWords(error, settings));
      }
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  return oidc.discovery(url, clientId, undefined, authenticationOf(clientSecret), {
    timeout: limits.outgoingMsMax / limits.secondMs,
    // The settings admit plain HTTP on this machine alone.
    execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
  });
}

/** Basic is what a client is registered with unless it says otherwise. Some providers take the secret in the body alone. */
function authenticationOf(secret: string | undefined): oidc.ClientAuth {
  if (secret === undefined) return oidc.None();
  const [inHeader, inBody] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (taken.includes('client_secret_basic') ? inHeader : inBody)(server, ...rest);
  };
}

/** What is read of an ID token and of the user info. */
interface Claims {
  sub: string;
  email?: unknown;
  email_verified?: unknown;
  name?: unknown;
}

function identityOf(
  { iss, sub }: { iss: string; sub: string },
  { email, email_verified: verified, name }: Claims,
  { takesAnyAddress }: OidcSettings,
): ProviderAccount {
  const address = typeof email === 'string' && email !== '' ? email : null;
  // Some providers write it as a text.
  const counts = takesAnyAddress || verified === true || verified === 'true';
  return {
    ...{ issuer: iss, subject: sub, name: typeof name === 'string' ? name : null },
    email: counts ? address : null,
    unverifiedEmail: counts ? null : address,
  };
}

/** One discovery for all who wait for it; kept when it worked. After a failure the next one waits, each time longer. */
function inTurn<Found>(find: () => Promise<Found>): () => Promise<Found> {
  let found: Promise<Found> | null = null;
  let failures = 0;
  let againAtMs = 0;
  return () => {
    if (found !== null && performance.now() < againAtMs) return found;
    againAtMs = Number.POSITIVE_INFINITY;
    found = find().then(
      (value) => {
        failures = 0;
        return value;
      },
      (error: unknown) => {
        const pauseMs = Math.min(limits.oidcRetryMs * 2 ** failures++, limits.oidcRetryMsMax);
        againAtMs = performance.now() + pauseMs;
        throw error;
      },
    );
    return found;
  };
}

/** Says what went wrong and the remedy. Texts of the provider are quoted, and short. */
function inWords(error: unknown, { name, issuer }: OidcSettings): string {
  if (error instanceof oidc.AuthorizationResponseError)
    return `${name} refused the log-in: ${quoted(error)}. Log in again, or ask the administrator there.`;
  if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant')
    return `${name} no longer knows this log-in (${quoted(error)}). Log in again.`;
  if (error instanceof oidc.ResponseBodyError)
    return `${name} refused Scoville: ${quoted(error)}. An operator compares OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and the redirect address with what is registered there.`;
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  const reason = cause?.code ?? code ?? (error as Error).message;
  if (code?.startsWith('OAUTH_') === true && code !== 'OAUTH_TIMEOUT')
    return `the answer of ${name} is not valid (${reason}: ${(error as Error).message}). Log in again; if it stays so, an operator compares OIDC_ISSUER, "${issuer}", with the issuer there.`;
  return `${name} does not answer at ${issuer} (${reason}). Log in with your password, or try again in a minute.`;
}

const quoted = (error: { error: string; error_description?: string }) =>
  [error.error, error.error_description]
    .filter((part) => part !== undefined)
    .join(', ')
    .slice(0, 200);
