/** Who may log in to the console, and how, by the settings. */
import { type ConsoleOptions, type OidcLogIn, openOidcProvider } from '../console/console.ts';
import { roleGroups, type UserRole } from '../contract/api/api.ts';
import type { Environment } from '../environment.ts';
import type { Shared } from './role.ts';

export function accessOf({ environment, secrets, demo }: Shared): ConsoleOptions['access'] {
  return {
    apiToken: secrets.apiToken,
    oidc: oidcOf(environment),
    secondFactorRoles: rolesWithSecondFactor[environment.SECOND_FACTOR],
    demo,
  };
}

/** Roles by the setting. */
const rolesWithSecondFactor: Record<Environment['SECOND_FACTOR'], readonly UserRole[]> = {
  optional: [],
  admins: roleGroups.admins,
  managers: roleGroups.managers,
  everyone: roleGroups.everyone,
};

/** Returns the log-in by the provider of the settings; null where they name none. */
function oidcOf(environment: Environment): OidcLogIn | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = environment;
  if (issuer === undefined || clientId === undefined) return null;
  const name = environment.OIDC_NAME ?? new URL(issuer).host;
  const takesAnyAddress = environment.OIDC_ADDRESSES === 'any';
  return {
    provider: openOidcProvider({ issuer, clientId, clientSecret, name, takesAnyAddress }),
    newUsersAs: environment.OIDC_NEW_USERS ?? null,
  };
}
