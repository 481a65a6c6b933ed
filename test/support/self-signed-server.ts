/** A server with a certificate that nobody signed, for stores over TLS; it speaks TLS at once, or after PostgreSQL's request for it. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

export interface SelfSignedServer {
  port: number;
  stop(): void;
}

/** Of these tests alone, until 2126. */
export const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/J4d52IJHnqgnIQH
U6nqqb+nF3gwb0bs7SEWopkxKEOhRANCAAR0BBPJU/+ocKcZz0XA534/clm+o1Kk
lkC6lLiSu2FQ1tpYKFObxKoi6/nlhxoVT5B21/OscmOQ+eMFz85HmZMK
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUPMd4Qbgw2aFRKvuOgkPDQ9wQATEwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwObm9ib2R5LmludmFsaWQwIBcNMjYxMTI4MTc1OTQ1WhgPMjEy
NjExMDQxNzU5NDVaMBkxFzAVBgNVBAMMDm5vYm9keS5pbnZhbGlkMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEdAQTyVP/qHCnGc9FwOd+P3JZvqNSpJZAupS4krth
UNbaWChTm8SqIuv55YcaFU+QdtfzrHJjkPnjBc/OR5mTCqNTMFEwHQYDVR0OBBYE
FJENlFRLyhMxTZtQ6OGI6jVKGv9IMB8GA1UdIwQYMBaAFJENlFRLyhMxTZtQ6OGI
6jVKGv9IMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhANY84ThL
RmUldCrwp5dJ1x9JH8ylhwBLOgnvn9Mu0MMmAiAkREAmNLNfdR18Ms/sDtmKb5/k
namTXLLUFQww6GXh8w==
-----END CERTIFICATE-----`,
};

/** A TLS handshake begins with this byte; PostgreSQL's request for TLS with another. */
const handshake = 0x16;

export async function startSelfSignedServer(): Promise<SelfSignedServer> {
  const sockets = new Set<Socket>();
  const encrypt = (socket: Socket) => {
    new TLSSocket(socket, { isServer: true, ...selfSigned }).on('error', () => undefined);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      socket.pause();
      if (bytes[0] !== handshake) socket.write('S');
      else socket.unshift(bytes);
      encrypt(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
