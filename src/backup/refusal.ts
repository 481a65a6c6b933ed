/** A backup cannot be made, read or restored as it was asked for. Nothing was changed; the message has the remedy. */
export class BackupRefused extends Error {
  override name = 'BackupRefused';
}
