import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { InvalidMailAddress, MailPostponed, MailRefused, MailUnavailable } from './mail.port.js';
import { SmtpMail } from './smtp-mail.service.js';

interface Received {
  readonly recipients: string[];
  readonly raw: string;
}

const running: (() => unknown)[] = [];

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

function mailTo(port: number, credentials = '', settings = ''): SmtpMail {
  const mail = new SmtpMail({
    smtpUrl: `smtp://${credentials}127.0.0.1:${port}${settings}`,
    mailFrom: 'Payments <no-reply@payments.example>',
  });
  running.push(() => mail.onApplicationShutdown());
  return mail;
}

async function mailServer(
  options: SMTPServerOptions = {},
): Promise<{ port: number; received: Received[]; connections: () => number; hangUp: () => void }> {
  const received: Received[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onConnect: (_, callback) => {
      connections += 1;
      callback();
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ recipients, raw: Buffer.concat(chunks).toString('utf8') });
        callback();
      });
    },
    ...options,
  });
  const listener = server.listen(0, '127.0.0.1');
  const sockets: Socket[] = [];
  listener.on('connection', (socket: Socket) => sockets.push(socket));
  await once(listener, 'listening');
  running.push(() => new Promise<void>((resolve) => server.close(resolve)));
  const hangUp = (): void => sockets.forEach((socket) => socket.destroy());
  return { port: (listener.address() as AddressInfo).port, received, connections: () => connections, hangUp };
}

const message = { to: 'alice@shop.example', subject: 'Paiement reçu', text: 'Bonjour', html: '<p>Bonjour</p>' };
const parse = (raw: string | undefined): Promise<Email> => PostalMime.parse(raw ?? '');
const refuseWith = (responseCode: number) => (_: unknown, __: unknown, callback: (error: Error) => void) =>
  callback(Object.assign(new Error('no'), { responseCode }));

describe('sending mail', () => {
  it('hands over sender, recipient, subject, both bodies and the message id', async () => {
    const { port, received } = await mailServer();
    await mailTo(port).send({ ...message, messageId: '0190a5c0@payments.example' });
    expect(received).toHaveLength(1);
    expect(received[0]?.recipients).toEqual(['alice@shop.example']);
    const mail = await parse(received[0]?.raw);
    expect(mail).toMatchObject({
      from: { name: 'Payments', address: 'no-reply@payments.example' },
      to: [{ address: 'alice@shop.example' }],
      subject: 'Paiement reçu',
      messageId: '<0190a5c0@payments.example>',
      text: 'Bonjour\n',
    });
    expect(mail.html).toContain('<p>Bonjour</p>');
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
  });

  it('uses a connection for several mails', async () => {
    const { port, received, connections } = await mailServer();
    const mail = mailTo(port);
    for (let index = 0; index < 5; index += 1) await mail.send(message);
    expect(received).toHaveLength(5);
    expect(connections()).toBe(1);
  });

  it.each([
    ['', 10],
    ['?maxConnections=2', 2],
  ])('opens no more connections at once than the address says: %p', async (settings, most) => {
    const { port, received, connections } = await mailServer();
    const mail = mailTo(port, '', settings);
    await Promise.all(Array.from({ length: 30 }, () => mail.send(message)));
    expect(received).toHaveLength(30);
    expect(connections()).toBe(most);
  });

  it('survives that the server closed the connection meanwhile', async () => {
    const { port, received, connections, hangUp } = await mailServer();
    const mail = mailTo(port);
    await mail.send(message);
    hangUp();
    await mail.send(message);
    expect(received).toHaveLength(2);
    expect(connections()).toBe(2);
  });

  it.each([
    'alice@shop.example\r\nBcc: eve@evil.example',
    'alice@shop.example,eve@evil.example',
    'alice@shop.example eve@evil.example',
    'Eve <eve@evil.example>',
    '"alice@shop.example, eve"@evil.example',
    'alice@shop.example\u0000',
    'alice@shop',
    'alice',
    '@shop.example',
    `${'a'.repeat(250)}@shop.example`,
    '',
  ])('refuses the address %j without talking to anybody', async (to) => {
    const { port, connections } = await mailServer();
    await expect(mailTo(port).send({ ...message, to })).rejects.toThrow(InvalidMailAddress);
    expect(connections()).toBe(0);
  });

  it('does not let a subject start another header or the body', async () => {
    const { port, received } = await mailServer();
    const subject = 'Hi\r\nBcc: eve@evil.example\r\n\r\nforged\u2028body\u0000';
    await mailTo(port).send({ ...message, subject });
    const mail = await parse(received[0]?.raw);
    expect(received[0]?.recipients).toEqual(['alice@shop.example']);
    expect(mail.bcc).toBeUndefined();
    expect(mail.subject).toBe('Hi Bcc: eve@evil.example forged body');
    expect(mail.text).toBe('Bonjour\n');
  });

  it('carries files along, byte for byte', async () => {
    const { port, received } = await mailServer();
    const file = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x2d, 0, 255, 13, 10, 46, 13, 10]);
    const attachment = {
      fileName: 'INV-2025-000001.pdf',
      contentType: 'application/pdf',
      content: file.toString('base64'),
    };
    await mailTo(port).send({ ...message, attachments: [attachment, { ...attachment, fileName: 'terms.pdf' }] });
    const { attachments, text } = await parse(received[0]?.raw);
    expect(text).toBe('Bonjour\n');
    expect(attachments.map(({ filename, mimeType, disposition }) => [filename, mimeType, disposition])).toEqual([
      ['INV-2025-000001.pdf', 'application/pdf', 'attachment'],
      ['terms.pdf', 'application/pdf', 'attachment'],
    ]);
    for (const { content } of attachments) expect(Buffer.from(content as ArrayBuffer)).toEqual(file);
  });

  it.each([
    { fileName: 'a.pdf"\r\nBcc: eve@evil.example', contentType: 'application/pdf' },
    { fileName: '../a.pdf', contentType: 'application/pdf' },
    { fileName: '', contentType: 'application/pdf' },
    { fileName: 'a.pdf', contentType: 'text/html\r\nBcc: eve@evil.example' },
  ])('does not let an attachment carry a header or a path: %j', async (attachment) => {
    const { port, connections } = await mailServer();
    const attachments = [{ ...attachment, content: '' }];
    await expect(mailTo(port).send({ ...message, attachments })).rejects.toThrow(RangeError);
    expect(connections()).toBe(0);
  });

  it('does not let a message id carry a header', async () => {
    const { port } = await mailServer();
    const messageId = 'a@b>\r\nBcc: eve@evil.example';
    await expect(mailTo(port).send({ ...message, messageId })).rejects.toThrow(RangeError);
  });
});

describe('when the server does not take a mail', () => {
  it('is unavailable where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const failure = await mailTo(port)
      .send(message)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MailUnavailable);
    expect(failure).toMatchObject({ kind: 'unavailable', details: null, cause: { code: 'ESOCKET' } });
  });

  it('is unavailable when the server hangs up', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    running.push(() => new Promise((resolve) => server.close(resolve)));
    await expect(mailTo((server.address() as AddressInfo).port).send(message)).rejects.toThrow(MailUnavailable);
  });

  it('is unavailable when asked to come back later', async () => {
    const { port } = await mailServer({
      onRcptTo: (address, session, callback) => refuseWith(451)(address, session, callback),
    });
    const failure = await mailTo(port)
      .send(message)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MailUnavailable);
    // Another message may well be taken now.
    expect(failure).toBeInstanceOf(MailPostponed);
  });

  it('is unavailable when our credentials are refused', async () => {
    const { port } = await mailServer({
      onAuth: (auth, session, callback) => refuseWith(535)(auth, session, callback),
    });
    await expect(mailTo(port, 'user:wrong@').send(message)).rejects.toThrow(MailUnavailable);
  });

  it('is refused for good when the recipient is unknown', async () => {
    const { port } = await mailServer({
      onRcptTo: (address, session, callback) => refuseWith(550)(address, session, callback),
    });
    const failure = await mailTo(port)
      .send(message)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MailRefused);
    expect(failure).toMatchObject({ kind: 'invalid', details: null });
  });
});
