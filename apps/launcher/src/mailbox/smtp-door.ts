import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { readMail } from './kept-mail.js';
import type { MailStore } from './mail-store.js';

const MAIL_BYTES_MAX = 10 * 1024 * 1024;

export interface SmtpDoor {
  readonly port: number;
  close(): Promise<void>;
}

/** Takes every mail for everybody, without encryption or log-in: it is reached from this machine only. */
export async function openSmtpDoor(store: MailStore, port: number, host: string): Promise<SmtpDoor> {
  const server = new SMTPServer({
    banner: 'local mailbox, delivers nothing',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAIL_BYTES_MAX,
    logger: false,
    closeTimeout: 500,
    onData: (stream, session, callback) => {
      keep(stream, session, store).then(
        () => callback(null, 'kept'),
        (error: Error) => callback(error),
      );
    },
  });
  // Clients that vanish in the middle of a mail are no concern of the mailbox.
  const listening = server.listen(port, host);
  await once(listening, 'listening');
  server.on('error', () => undefined);
  return {
    port: (listening.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function keep(stream: SMTPServerDataStream, session: SMTPServerSession, store: MailStore): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as Readable) {
    // What is beyond the limit is read to its end, as the protocol wants, but not kept.
    if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  }
  if (stream.sizeExceeded) throw Object.assign(new Error('The mail is larger than 10 MB'), { responseCode: 552 });
  const { mailFrom, rcptTo } = session.envelope;
  const from = mailFrom ? mailFrom.address : '';
  await store.add(await readMail(Buffer.concat(chunks), { from, to: rcptTo.map(({ address }) => address) }));
}
