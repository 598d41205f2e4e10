import { randomUUID } from 'node:crypto';
import PostalMime, { type Address } from 'postal-mime';

export interface KeptAttachment {
  readonly name: string;
  readonly type: string;
  readonly contentBase64: string;
}

/** A mail as the mailbox keeps it. */
export interface KeptMail {
  readonly id: string;
  readonly receivedAt: string;
  readonly from: string;
  /** Everybody it was delivered to, also who is not named in it; in lower case. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly attachments: readonly KeptAttachment[];
}

export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

export async function readMail(source: Buffer, envelope: Envelope): Promise<KeptMail> {
  const mail = await PostalMime.parse(source, { attachmentEncoding: 'base64' });
  return {
    id: randomUUID(),
    receivedAt: new Date().toISOString(),
    from: mail.from ? inWords(mail.from) : envelope.from,
    to: envelope.to.map((address) => address.toLowerCase()),
    subject: mail.subject ?? '',
    text: mail.text ?? null,
    html: mail.html ?? null,
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? 'unnamed',
      type: mimeType,
      contentBase64: typeof content === 'string' ? content : Buffer.from(new Uint8Array(content)).toString('base64'),
    })),
  };
}

function inWords({ name, address }: Address): string {
  return name && address ? `${name} <${address}>` : (address ?? name);
}
