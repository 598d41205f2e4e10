import { MailStore } from './mail-store.js';
import { openSmtpDoor } from './smtp-door.js';
import { openWebDoor } from './web-door.js';

export interface MailboxOptions {
  /** 0 takes a free one. */
  readonly smtpPort: number;
  /** 0 takes a free one. */
  readonly httpPort: number;
  readonly host: string;
  /** Where mails are kept between starts; null keeps them in memory. */
  readonly dataDir: string | null;
}

export interface Mailbox {
  /** What SMTP_URL is for mails to arrive here. */
  readonly smtpUrl: string;
  /** The page; the API is below /api/messages. */
  readonly url: string;
  /** Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Starts a mail server that keeps the latest thousand mails instead of delivering them, and the page that shows them.
 * Rejects with the system's error (such as EADDRINUSE) when a port cannot be had.
 */
export async function startMailbox({ smtpPort, httpPort, host, dataDir }: MailboxOptions): Promise<Mailbox> {
  const store = await MailStore.open(dataDir);
  const smtp = await openSmtpDoor(store, smtpPort, host);
  try {
    const web = await openWebDoor(store, httpPort, host);
    const stop = async (): Promise<void> => {
      await Promise.all([smtp.close(), web.close()]);
      await store.settled();
    };
    let stopping: Promise<void> | null = null;
    const name = host.includes(':') ? `[${host}]` : host;
    return { smtpUrl: `smtp://${name}:${smtp.port}`, url: web.url, stop: () => (stopping ??= stop()) };
  } catch (error) {
    await smtp.close();
    throw error;
  }
}
