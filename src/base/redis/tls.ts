/** TLS to Redis: the authority that its certificate is of, and a certificate and key of the client, read from their files. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Texts in PEM. */
export interface RedisTls {
  ca?: string;
  cert?: string;
  key?: string;
}

/** The settings that name the files. */
interface TlsFiles {
  REDIS_TLS_CA?: string | undefined;
  REDIS_TLS_CERT?: string | undefined;
  REDIS_TLS_KEY?: string | undefined;
}

/** Reads the files that the settings name. Throws an error with the setting, the file, the reason and the remedy. */
export function readRedisTls(files: TlsFiles): RedisTls {
  const { REDIS_TLS_CA: ca, REDIS_TLS_CERT: cert, REDIS_TLS_KEY: key } = files;
  const tls: RedisTls = {
    ...(ca !== undefined && { ca: pemIn('REDIS_TLS_CA', ca) }),
    ...(cert !== undefined && { cert: pemIn('REDIS_TLS_CERT', cert) }),
    ...(key !== undefined && { key: pemIn('REDIS_TLS_KEY', key) }),
  };
  if (tls.cert !== undefined && tls.key !== undefined && !isPair(tls.cert, tls.key))
    throw new Error(
      `REDIS_TLS_KEY=${key} is not the key of REDIS_TLS_CERT=${cert}. Expected the key that the certificate was made with.`,
    );
  return tls;
}

const isPair = (cert: string, key: string) =>
  new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));

function pemIn(setting: keyof TlsFiles, file: string): string {
  const isKey = setting === 'REDIS_TLS_KEY';
  try {
    const pem = readFileSync(file, 'utf8');
    if (isKey) createPrivateKey(pem);
    else new X509Certificate(pem);
    return pem;
  } catch (error) {
    const what = isKey ? 'a private key without a passphrase' : 'a certificate';
    throw new Error(
      `${setting}=${file} cannot be used: ${(error as Error).message}. Expected a file with ${what} in PEM that this process may read.`,
    );
  }
}
