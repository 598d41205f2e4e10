import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { eventually } from '../../../../test/support/eventually.js';
import { loadConfig } from '../config/config.js';
import { PlatformModule } from '../platform.module.js';
import { JobWorkers } from '../queue/job-workers.js';
import { Queues } from '../queue/queues.js';
import { MailQueue } from './mail-queue.js';
import { Mail, MailUnavailable, type MailMessage } from './mail.port.js';

const MAIL = { to: 'ada@example.com', subject: 'Your code', text: 'The code is 135790', html: '<p>135790</p>' };

/** A mail server that is away for its first messages. */
class HesitantMail extends Mail {
  readonly sent: MailMessage[] = [];
  refusals = 0;

  send(message: MailMessage): Promise<void> {
    if (this.refusals > 0) {
      this.refusals -= 1;
      return Promise.reject(new MailUnavailable(new Error('away')));
    }
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
});
