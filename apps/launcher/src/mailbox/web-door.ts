import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { KeptMail } from './kept-mail.js';
import type { MailStore } from './mail-store.js';
import { MAILBOX_PAGE, MAILBOX_SCRIPT, MAILBOX_STYLE } from './mailbox-page.js';

const PREVIEW_LENGTH = 140;
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A mail is a stranger's HTML: it may look as it likes, but runs nothing and fetches nothing. Its links open outside. */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

export interface WebDoor {
  readonly url: string;
  close(): Promise<void>;
}

export async function openWebDoor(store: MailStore, port: number, host: string): Promise<WebDoor> {
  const server = Fastify({ forceCloseConnections: true });
  server.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });
  servePage(server);
  serveApi(server, store);
  serveContents(server, store);
  server.setNotFoundHandler((_request, reply) => notFound(reply, 'There is no such page'));
  return { url: await server.listen({ port, host }), close: () => server.close() };
}

function servePage(server: FastifyInstance): void {
  server.get('/', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(MAILBOX_PAGE),
  );
  server.get('/mailbox.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(MAILBOX_STYLE));
  server.get('/mailbox.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(MAILBOX_SCRIPT));
}

function serveApi(server: FastifyInstance, store: MailStore): void {
  server.get<{ Querystring: { to?: string | string[] } }>('/api/messages', ({ query }) => {
    const mails = store.list(String(query.to ?? ''));
    return { total: mails.length, messages: mails.map(summary) };
  });
  server.get<{ Params: { id: string } }>('/api/messages/:id', ({ params }, reply) => {
    const mail = store.get(params.id);
    if (!mail) return notFound(reply, 'There is no such mail');
    const attachments = mail.attachments.map(({ name, type, contentBase64 }) => ({
      name,
      type,
      sizeBytes: Buffer.byteLength(contentBase64, 'base64'),
    }));
    return { ...mail, attachments };
  });
  server.delete('/api/messages', async (_request, reply) => {
    await store.clear();
    return reply.code(204).send();
  });
}

/** What a mail brings along, each as a document of its own. */
function serveContents(server: FastifyInstance, store: MailStore): void {
  server.get<{ Params: { id: string } }>('/messages/:id/html', ({ params }, reply) => {
    const html = store.get(params.id)?.html;
    if (html == null) return notFound(reply, 'There is no such mail, or it has no HTML');
    reply.type('text/html; charset=utf-8').header('content-security-policy', MAIL_POLICY);
    return reply.send(withLinksOutside(html));
  });
  server.get<{ Params: { id: string; index: string } }>('/messages/:id/attachments/:index', ({ params }, reply) => {
    const attachment = store.get(params.id)?.attachments[Number(params.index)];
    if (!attachment) return notFound(reply, 'There is no such attachment');
    const name = encodeURIComponent(attachment.name).replace(/['()*]/g, escape);
    reply.type('application/octet-stream').header('content-disposition', `attachment; filename*=UTF-8''${name}`);
    return reply.send(Buffer.from(attachment.contentBase64, 'base64'));
  });
}

/** Its place is inside the head: before the document type it would change how a browser lays the mail out. */
function withLinksOutside(html: string): string {
  const base = '<base target="_blank">';
  return /<head\b[^>]*>/i.test(html) ? html.replace(/<head\b[^>]*>/i, `$&${base}`) : `${base}${html}`;
}

function notFound(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(404).send({ message });
}

function summary(mail: KeptMail): Record<string, unknown> {
  const { id, receivedAt, from, to, subject } = mail;
  const preview = (mail.text ?? '').replace(/\s+/g, ' ').trim().slice(0, PREVIEW_LENGTH);
  return { id, receivedAt, from, to, subject, preview, attachments: mail.attachments.length };
}
