import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import { beginningOf } from '#kernel';
import { CONFIG, type Config } from '../config/config.js';
import {
  InvalidMailAddress,
  isMailAddress,
  Mail,
  MailPostponed,
  MailRefused,
  MailUnavailable,
  type MailAttachment,
  type MailMessage,
} from './mail.port.js';

const CONNECTION_TIMEOUT_MS = 5000;
const SILENCE_TIMEOUT_MS = 10_000;
/** Unless the URL says `?maxConnections=`, for servers that take fewer at once. */
const CONNECTIONS_MAX = 10;

const MESSAGE_ID = /^[\w.+=-]{1,128}@[a-z0-9.-]{1,128}$/i;
const SUBJECT_LENGTH_MAX = 200;
const FILE_NAME = /^[\w-][\w.-]{0,127}$/;
const CONTENT_TYPE = /^[a-z]+\/[a-z0-9.+-]{1,100}$/;

/** The published types do not know the option yet. */
type PoolOptions = SMTPPool.Options & { readonly maxRequeues: number };

@Injectable()
export class SmtpMail extends Mail implements OnApplicationShutdown {
  private readonly transport: Transporter<SMTPPool.SentMessageInfo, SMTPPool.Options>;

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'smtpUrl' | 'mailFrom'>) {
    super();
    const options: PoolOptions = {
      pool: true,
      url: config.smtpUrl,
      maxConnections: CONNECTIONS_MAX,
      // A pooled connection that the server has closed meanwhile fails its next message, which then deserves a fresh one.
      maxRequeues: 1,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      greetingTimeout: CONNECTION_TIMEOUT_MS,
      dnsTimeout: CONNECTION_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      // Bodies are text: nothing in them may make this process read a file or fetch an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    this.transport = createTransport(options);
  }

  async send(message: MailMessage): Promise<void> {
    const headers = checkedHeaders(message);
    const attachments = (message.attachments ?? []).map(checkedAttachment);
    try {
      await this.transport.sendMail({
        ...headers,
        from: this.config.mailFrom,
        text: message.text,
        ...(message.html === undefined ? {} : { html: message.html }),
        attachments,
        // Keeps holiday notices and ticket systems from answering (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw failureOf(error);
    }
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}

interface Headers {
  to: { name: string; address: string };
  subject: string;
  replyTo?: { name: string; address: string };
  messageId?: string;
}

/** All that a caller puts into a header is checked or cleaned here, whatever the library would do about it. */
function checkedHeaders({ to, subject, replyTo, messageId }: MailMessage): Headers {
  if (!isMailAddress(to) || (replyTo !== undefined && !isMailAddress(replyTo))) throw new InvalidMailAddress();
  if (messageId !== undefined && !MESSAGE_ID.test(messageId)) throw new RangeError('A message id is local@domain');
  return {
    to: { name: '', address: to },
    subject: beginningOf(subject.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim(), SUBJECT_LENGTH_MAX),
    ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
    ...(messageId === undefined ? {} : { messageId: `<${messageId}>` }),
  };
}

function checkedAttachment({ fileName, contentType, content }: MailAttachment): {
  filename: string;
  contentType: string;
  content: Buffer;
} {
  if (!FILE_NAME.test(fileName)) throw new RangeError('The name of an attachment has a character that it may not have');
  if (!CONTENT_TYPE.test(contentType)) throw new RangeError('The type of an attachment is a media type');
  return { filename: fileName, contentType, content: Buffer.from(content, 'base64') };
}

/** A 5xx about the envelope or the message is final (RFC 5321, 4.2.1); one about log-in or the connection is ours to mend. */
function failureOf(error: unknown): Error {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  const isAboutMessage = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined;
  if (!isAboutMessage) return new MailUnavailable(error);
  return responseCode >= 500 ? new MailRefused(error) : new MailPostponed(error);
}
