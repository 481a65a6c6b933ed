/** DATA_DIR of the settings, with the secrets that they name in place of its own. */
import type { Environment } from '../environment.ts';
import { type DataDir, openDataDir } from '../setup/setup.ts';

/** Opens it for this process alone. Throws with the remedy where another one has it. */
export function dataDirOf(environment: Environment): DataDir {
  return openDataDir(environment.DATA_DIR, {
    writeKey: environment.WRITE_KEY,
    secretKey: environment.SECRET_KEY,
    mailLinkSecrets: environment.MAIL_LINK_SECRET,
    apiToken: environment.API_TOKEN,
    adminEmail: environment.ADMIN_EMAIL,
    adminPassword: environment.ADMIN_PASSWORD,
  });
}
