import { jest } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { eventually } from '../../../../test/support/eventually.js';
import { uuidv7 } from '#kernel';
import { SharedClock } from '../clock/shared-clock.js';
import { loadConfig } from '../config/config.js';
import { Database } from '../database/database.js';
import { PlatformModule } from '../platform.module.js';
import { JobWorkers } from '../queue/job-workers.js';
import { Queues } from '../queue/queues.js';
import { MailQueue } from './mail-queue.js';
import { MailDebts } from './mail-debts.service.js';
import {
  InvalidMailAddress,
  Mail,
  MailPostponed,
  MailRefused,
  MailUnavailable,
  type MailMessage,
} from './mail.port.js';

const MAIL = { to: 'ada@example.com', subject: 'Your code', text: 'The code is 135790', html: '<p>135790</p>' };

/** A mail server that is away for its first messages, and fails those to certain addresses. */
class HesitantMail extends Mail {
  readonly sent: MailMessage[] = [];
  readonly tried: string[] = [];
  readonly failures = new Map<string, Error>();
  refusals = 0;

  send(message: MailMessage): Promise<void> {
    this.tried.push(message.to);
    if (this.refusals > 0) {
      this.refusals -= 1;
      return Promise.reject(new MailUnavailable(new Error('away')));
    }
    const failure = this.failures.get(message.to);
    if (failure) return Promise.reject(failure);
    this.sent.push(message);
    return Promise.resolve();
  }
}

describe('the queue of mails', () => {
  let database: TestDatabase;
  let module: TestingModule;
  const mail = new HesitantMail();

  beforeAll(async () => {
    database = await createTestDatabase();
    module = await Test.createTestingModule({
      imports: [PlatformModule.with(loadConfig({ APP_ENV: 'test', LOG_LEVEL: 'silent' }), database.url)],
    })
      .overrideProvider(Mail)
      .useValue(mail)
      .compile();
    await module.init();
  });
  afterAll(async () => {
    await module?.close();
    await database?.drop();
  });

  const waiting = () => module.get(Queues).queue('mail').getJobs(['waiting', 'delayed']);

  it('keeps a mail unreadable until it is sent', async () => {
    module.get(MailQueue).send(MAIL);
    const [job] = await eventually(waiting, (jobs) => jobs.length === 1);
    expect(JSON.stringify(job!.data)).not.toMatch(/ada@|135790|Your code/);
    const { id, sealed } = job!.data.data as { id: string; sealed: string };
    // A mail that was moved to another job, or changed in the queue, is not sent.
    const moved = { id: id.replace(/.$/, (last) => (last === '0' ? '1' : '0')), sealed };
    await expect(module.get(JobWorkers).runNow('send-mail', moved)).rejects.toThrow(/does not open/);
    expect(mail.sent).toEqual([]);
    await module.get(JobWorkers).runNow('send-mail', { id, sealed });
    expect(mail.sent).toEqual([{ ...MAIL, messageId: expect.stringMatching(new RegExp(`^${id}@`)) }]);
    await job!.remove();
  });

  it('is worked off, again and again while the mail server is away', async () => {
    mail.sent.length = 0;
    mail.refusals = 1;
    await module.get(JobWorkers).start();
    try {
      module.get(MailQueue).send(MAIL);
      await eventually(
        () => mail.sent.length,
        (count) => count === 1,
      );
      expect(mail.refusals).toBe(0);
    } finally {
      await module.get(JobWorkers).stop();
    }
  });

  describe('beside it, mails that rows owe', () => {
    const DEBT = {
      table: 'owed_mails',
      columns: 'message',
      compose: ({ message }: { message: MailMessage }) => message,
    };
    const pay = () => module.get(MailDebts).pay(DEBT);
    const pass = (ms: number) => module.get(SharedClock).move(ms);
    const owe = async (to: string): Promise<string> => {
      const id = uuidv7();
      const now = module.get(SharedClock).now();
      await module
        .get(Database)
        .query('INSERT INTO owed_mails (id, message, owed_at, due_at) VALUES ($1, $2, $3, $3)', [
          id,
          { ...MAIL, to },
          now,
        ]);
      return id;
    };
    const left = async (): Promise<string[]> =>
      (await module.get(Database).query<{ to: string }>(`SELECT message->>'to' AS to FROM owed_mails ORDER BY 1`)).map(
        ({ to }) => to,
      );
    beforeEach(async () => {
      mail.sent.length = mail.tried.length = mail.refusals = 0;
      mail.failures.clear();
      await module.get(Database).query('DELETE FROM owed_mails');
    });

    it('stay through an outage, which costs a few time-outs and not one for each, and go out under their ids', async () => {
      const recipients = Array.from({ length: 20 }, (_, index) => `ada.${index}@example.com`);
      const ids = [];
      for (const to of recipients) ids.push(await owe(to));
      mail.refusals = Infinity;
      await pay();
      expect(mail.tried.length).toBeLessThan(5);
      expect(await left()).toEqual(recipients.sort());
      mail.refusals = 0;
      await pass(10 * 60_000);
      await pay();
      expect(await left()).toEqual([]);
      expect(mail.sent.map(({ messageId }) => messageId?.split('@')[0]).sort()).toEqual(ids);
    });

    it('wait for nobody when the mail before them fails, and are sent by many hands with few statements', async () => {
      for (let count = 0; count < 100; count += 1) await owe(`ada.${count}@example.com`);
      mail.refusals = 1;
      await pay();
      expect(mail.tried).toHaveLength(1);
      const database = module.get(Database);
      const query = jest.spyOn(database, 'query');
      await pay();
      expect(mail.sent).toHaveLength(99);
      expect(await left()).toEqual([mail.tried[0]]);
      expect(query.mock.calls.length).toBeLessThan(50);
      query.mockRestore();
    });

    it('are given up when they are refused for good, and hold up no other', async () => {
      mail.failures.set('gone@example.com', new MailRefused(new Error('no such mailbox')));
      mail.failures.set('nowhere', new InvalidMailAddress());
      for (const to of ['gone@example.com', 'nowhere', 'ada@example.com']) await owe(to);
      await pay();
      expect(await left()).toEqual([]);
      expect(mail.sent.map(({ to }) => to)).toEqual(['ada@example.com']);
    });

    it('hold up no other while they are postponed, and are given up after three days of it', async () => {
      mail.failures.set('full@example.com', new MailPostponed(new Error('mailbox full')));
      for (let count = 0; count < 5; count += 1) await owe('full@example.com');
      await owe('ada@example.com');
      await pay();
      expect(mail.sent.map(({ to }) => to)).toEqual(['ada@example.com']);
      expect(await left()).toHaveLength(5);
      // Whoever had them in its hands keeps them for a minute.
      await pay();
      expect(mail.tried).toHaveLength(6);
      await pass(3 * 24 * 3_600_000);
      await pay();
      expect(mail.tried).toHaveLength(11);
      expect(await left()).toEqual([]);
    });

    it('have their three days of being postponed after an outage, however long that was', async () => {
      await owe('full@example.com');
      mail.refusals = Infinity;
      await pay();
      await pass(4 * 24 * 3_600_000);
      mail.refusals = 0;
      mail.failures.set('full@example.com', new MailPostponed(new Error('greylisted')));
      await pay();
      expect(await left()).toEqual(['full@example.com']);
      mail.failures.clear();
      await pass(60_000);
      await pay();
      expect(mail.sent.map(({ to }) => to)).toEqual(['full@example.com']);
    });
  });
});
