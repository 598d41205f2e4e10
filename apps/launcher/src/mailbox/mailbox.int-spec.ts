import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { startMailbox, type Mailbox } from './mailbox.js';

interface Listed {
  total: number;
  messages: { id: string; subject: string; to: string[]; from: string; preview: string; attachments: number }[];
}

describe('the mailbox', () => {
  let mailbox: Mailbox;

  beforeEach(async () => {
    mailbox = await start(null);
  });

  afterEach(() => mailbox.stop());

  it('takes mails over SMTP and lists the latest first', async () => {
    await send({ to: 'ama@example.com', subject: 'One', text: 'Your code is\n\n123456' });
    await send({ to: 'Kofi <KOFI@example.org>', cc: 'x@example.com', bcc: 'y@example.com', subject: 'Two – déjà' });

    const { total, messages } = await list();
    expect(total).toBe(2);
    expect(messages).toMatchObject([
      { subject: 'Two – déjà', to: ['kofi@example.org', 'x@example.com', 'y@example.com'] },
      {
        subject: 'One',
        to: ['ama@example.com'],
        from: 'Payments <no-reply@payments.example>',
        preview: 'Your code is 123456',
      },
    ]);
  });

  it('finds a recipient by the beginning of the address or of its domain', async () => {
    await send({ to: 'ama@example.com', subject: 'One' });
    await send({ to: 'drama@example.com', subject: 'Two' });
    await send({ to: 'kofi@shop.example', subject: 'Three' });

    const subjects = async (to: string): Promise<string[]> => (await list(to)).messages.map(({ subject }) => subject);
    await expect(subjects('ama@example.com')).resolves.toEqual(['One']);
    await expect(subjects('AMA')).resolves.toEqual(['One']);
    await expect(subjects('@example.com')).resolves.toEqual(['Two', 'One']);
    await expect(subjects('nobody@example.com')).resolves.toEqual([]);
  });

  it('gives a whole mail, with its attachments as downloads', async () => {
    const content = Buffer.from([0, 255, 10, 13]);
    await send({
      to: 'ama@example.com',
      subject: 'Export',
      text: 'Here it is',
      html: '<p>Here it is</p>',
      attachments: [{ filename: 'relevé "1".csv', contentType: 'text/html', content }],
    });
    const { messages } = await list();
    const id = messages[0]?.id ?? '';

    await expect((await get(`/api/messages/${id}`)).json()).resolves.toMatchObject({
      id,
      text: expect.stringContaining('Here it is'),
      html: expect.stringContaining('<p>Here it is</p>'),
      attachments: [{ name: 'relevé "1".csv', sizeBytes: 4 }],
    });
    const download = await get(`/messages/${id}/attachments/0`);
    expect(download.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''relev%C3%A9%20%221%22.csv`);
    expect(download.headers.get('content-type')).toBe('application/octet-stream');
    expect(Buffer.from(await download.arrayBuffer())).toEqual(content);
    expect((await get(`/messages/${id}/attachments/1`)).status).toBe(404);
    expect((await get('/api/messages/unknown')).status).toBe(404);
  });

  it('lets the HTML of a mail run nothing and fetch nothing', async () => {
    await send({ to: 'ama@example.com', subject: 'x', html: '<script>alert(1)</script>' });
    const { messages } = await list();
    const answer = await get(`/messages/${messages[0]?.id}/html`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/(^|; )sandbox /);
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
  });

  it('serves a page that brings all it needs', async () => {
    const page = await (await get('/')).text();
    const addresses = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address ?? '');
    expect(addresses).toContain('/mailbox.js');
    for (const address of addresses) expect((await get(address)).status).toBe(200);
  });

  it('forgets everything when told to', async () => {
    await send({ to: 'ama@example.com', subject: 'One' });
    expect((await fetch(`${mailbox.url}/api/messages`, { method: 'DELETE' })).status).toBe(204);
    await expect(list()).resolves.toEqual({ total: 0, messages: [] });
  });

  it('refuses a mail that is too large and takes the next one', async () => {
    await expect(send({ to: 'ama@example.com', subject: 'Large', text: 'x'.repeat(11_000_000) })).rejects.toMatchObject(
      {
        responseCode: 552,
      },
    );
    await send({ to: 'ama@example.com', subject: 'Small' });
    expect((await list()).total).toBe(1);
  });

  it('survives a client that vanishes in the middle of a mail', async () => {
    const { port, hostname } = new URL(mailbox.smtpUrl);
    const socket = connect(Number(port), hostname);
    await once(socket, 'data');
    socket.write('EHLO a\r\nMAIL FROM:<a@a.example>\r\nRCPT TO:<b@b.example>\r\nDATA\r\nSubject: half');
    socket.destroy();
    await send({ to: 'ama@example.com', subject: 'Whole' });
    expect((await list()).messages.map(({ subject }) => subject)).toEqual(['Whole']);
  });

  it('rejects when a port is taken, and gives back the one it already had', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const free = Number(new URL(mailbox.smtpUrl).port);
    await mailbox.stop();
    const taken = startMailbox({ smtpPort: free, httpPort: port, host: '127.0.0.1', dataDir: null });
    await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
    mailbox = await startMailbox({ smtpPort: free, httpPort: 0, host: '127.0.0.1', dataDir: null });
    other.close();
  });

  async function send(mail: SendMailOptions): Promise<void> {
    const transport = createTransport(mailbox.smtpUrl, { from: 'Payments <no-reply@payments.example>' });
    await transport.sendMail({ text: 'text', ...mail });
    transport.close();
  }

  const get = (path: string): Promise<Response> => fetch(`${mailbox.url}${path}`);
  const list = async (to = ''): Promise<Listed> =>
    (await get(`/api/messages?to=${encodeURIComponent(to)}`)).json() as Promise<Listed>;
});

describe('the mailbox between starts', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailbox '));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const inFolder = async (action: (mailbox: Mailbox) => Promise<void>): Promise<void> => {
    const mailbox = await start(folder);
    try {
      await action(mailbox);
    } finally {
      await mailbox.stop();
    }
  };

  it('keeps its mails, also when a crash cut the last line short', async () => {
    const transportOf = (mailbox: Mailbox) =>
      createTransport(mailbox.smtpUrl, { from: 'a@a.example', to: 'b@b.example' });
    await inFolder(async (mailbox) => {
      for (const subject of ['One', 'Two']) await transportOf(mailbox).sendMail({ subject, text: subject });
    });
    const file = join(folder, 'mails.jsonl');
    const content = await readFile(file, 'utf8');
    await writeFile(file, content.slice(0, -10));
    await inFolder(async (mailbox) => {
      await expect(subjects(mailbox)).resolves.toEqual(['One']);
      await transportOf(mailbox).sendMail({ subject: 'Three', text: 'x' });
    });
    await inFolder(async (mailbox) => expect(await subjects(mailbox)).toEqual(['Three', 'One']));
  });
});

const start = (dataDir: string | null): Promise<Mailbox> =>
  startMailbox({ smtpPort: 0, httpPort: 0, host: '127.0.0.1', dataDir });

async function subjects(mailbox: Mailbox): Promise<string[]> {
  const { messages } = (await (await fetch(`${mailbox.url}/api/messages`)).json()) as Listed;
  return messages.map(({ subject }) => subject);
}
