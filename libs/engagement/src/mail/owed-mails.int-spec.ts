import { uuidv7 } from '#kernel';
import { JobWorkers, Mail, Queues, SharedClock, UnitOfWork } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { mailsTo } from '../../../../test/support/mails.js';
import { OwedMails, type OwedMail } from './owed-mails.service.js';
import { SEND_OWED_MAILS } from './send-owed-mails.job.js';

describe('owed mails', () => {
  let core: TestCore;
  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());

  let addresses = 0;
  const owed = async (count = 1): Promise<{ to: string; mails: OwedMail[] }> => {
    addresses += 1;
    const to = `ada.${addresses}@shop.cm`;
    const message = { to, subject: 'Payment received', text: 'Jean paid' };
    const mails = Array.from({ length: count }, () => ({ id: uuidv7(), message }));
    await core.get(UnitOfWork).run((tx) => Promise.resolve(core.get(OwedMails).owe(tx, mails)));
    return { to, mails };
  };
  const pay = (): Promise<void> => core.get(JobWorkers).runNow(SEND_OWED_MAILS.name, {});
  const left = async (): Promise<number> => (await core.database.query('SELECT id FROM owed_mails')).length;

  it('are sent, each once, and are owed no more', async () => {
    const { to } = await owed(250);
    await Promise.all([pay(), pay()]);
    await pay();
    expect(await left()).toBe(0);
    expect(await mailsTo(core, to)).toHaveLength(250);
  });

  it('are owed once, whoever says so again', async () => {
    const { to, mails } = await owed();
    await core.get(UnitOfWork).run((tx) => Promise.resolve(core.get(OwedMails).owe(tx, mails)));
    await pay();
    expect(await mailsTo(core, to)).toHaveLength(1);
  });

  it('are not owed by what was rolled back', async () => {
    const before = await left();
    const message = { to: 'ada@shop.cm', subject: 'Never', text: 'Never' };
    const failing = core.get(UnitOfWork).run(async (tx) => {
      core.get(OwedMails).owe(tx, [{ id: uuidv7(), message }]);
      await tx.query('SELECT 1/0');
    });
    await expect(failing).rejects.toThrow(/division/);
    expect(await left()).toBe(before);
  });

  it('stay owed until a mail server has taken them, whatever becomes of the queue', async () => {
    const { to } = await owed();
    const mail = core.get(Mail);
    const { send } = mail;
    mail.send = () => Promise.reject(new Error('away'));
    await pay();
    await core.get(Queues).queue('mail').obliterate({ force: true });
    mail.send = send;
    // Whoever had them in its hands keeps them for a minute.
    await pay();
    expect(await mailsTo(core, to)).toHaveLength(0);
    await core.get(SharedClock).move(60_001);
    await pay();
    expect(await mailsTo(core, to)).toHaveLength(1);
    expect(await left()).toBe(0);
  });
});
