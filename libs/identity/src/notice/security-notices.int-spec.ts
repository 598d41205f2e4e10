import { domainEvent } from '#kernel';
import { JobWorkers, Queues, Relay, UnitOfWork, type Subscriber } from '#platform';
import { eventually } from '../../../../test/support/eventually.js';
import { IdentityUnderTest, PASSWORD, type Person } from '../../../../test/support/identity.js';
import { GenerateApiKey } from '../api-key/generate-api-key.command.js';
import { RefreshSession } from '../session/refresh-session.command.js';
import { ChangePassword } from '../user/change-password.command.js';
import { MAIL_SECURITY_NOTICE } from './mail-security-notice.job.js';
import { OweNoticeWhenAccountChanges } from './owe-notice-when-account-changes.policy.js';
import { SWEEP_SECURITY_NOTICES } from './sweep-security-notices.job.js';

describe('security notices', () => {
  let identity: IdentityUnderTest;
  let subscriber: Subscriber;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
    subscriber = identity.get(OweNoticeWhenAccountChanges);
    await identity.get(Relay).start([subscriber]);
  });
  afterAll(async () => {
    await identity.get(Relay).stop();
    await identity.stop();
  });

  interface Debt {
    readonly event_id: string;
    readonly kind: string;
    readonly mailed_at: Date | null;
  }
  const debtsTo = ({ userId }: Person): Promise<Debt[]> =>
    identity.database.query<Debt>(
      'SELECT event_id, kind, mailed_at FROM security_notices WHERE user_id = $1 ORDER BY occurred_at',
      [userId],
    );
  const mail = (eventId: string) => identity.get(JobWorkers).runNow(MAIL_SECURITY_NOTICE.name, { eventId });

  it('are owed for what a thief might have done, and mailed to the holder', async () => {
    const person = await identity.person();
    const caller = await identity.principalOf(person);
    const { refreshToken } = await identity.signIn(person);
    await identity.run(new RefreshSession(refreshToken));
    await identity.run(new RefreshSession(refreshToken)).catch(() => undefined);
    await identity.run(new GenerateApiKey(caller, 'sandbox'));
    await identity.run(new ChangePassword(caller, PASSWORD, 'NewSecret456!'));
    const debts = await eventually(
      () => debtsTo(person),
      (rows) => rows.length === 3,
    );
    expect(debts.map(({ kind }) => kind).sort()).toEqual([
      'api_key_generated',
      'password_changed',
      'refresh_token_reused',
    ]);
    for (const { event_id: eventId } of debts) await mail(eventId);
    const subjects = identity.mails.to(person.email).map(({ subject }) => subject);
    expect(subjects).toEqual(
      expect.arrayContaining([
        'A session was ended for your safety',
        'A new API key was generated',
        'Your password was changed',
      ]),
    );
    expect((await debtsTo(person)).every(({ mailed_at: mailedAt }) => mailedAt !== null)).toBe(true);
  });

  describe('tell the owner of an organisation', () => {
    const told = async (person: Person, type: string, payload: object) => {
      const { organizationId } = await identity.principalOf(person);
      const happened = { type, version: 1, organizationId, mode: null, subjectId: organizationId, payload } as const;
      const event = domainEvent({ ...happened, occurredAt: new Date() });
      await identity.get(UnitOfWork).run((tx) => Promise.resolve(tx.record(event)));
      const [debt] = await eventually(
        () => debtsTo(person),
        (rows) => rows.length === 1,
      );
      await mail(debt?.event_id ?? '');
      return identity.mails.to(person.email).at(-1);
    };

    it.each<[string, object, string, string]>([
      [
        'webhook.endpoint_disabled',
        { url: 'https://hooks.example.cm/p' },
        'Events are no',
        'https://hooks.example.cm/p',
      ],
      ['merchants.onboarding_rejected', { reason: 'Card\nunreadable' }, 'Your application needs', 'Card\nunreadable'],
      ['merchants.bank_account_added', { label: 'Afriland ****6789' }, 'A bank account was added', 'Afriland ****6789'],
      ['identity.organization_let_live', {}, 'Your organisation may', 'From now on your payments are real'],
    ])('of %s', async (type, payload, subject, text) => {
      const said = await told(await identity.person(), type, payload);
      expect(said?.subject).toMatch(subject);
      expect(said?.text).toContain(text);
      expect(said?.text).not.toMatch(/[{}]/);
    });

    it('in the language of the account', async () => {
      const person = await identity.person({ language: 'fr' });
      const said = await told(person, 'merchants.onboarding_rejected', { reason: 'La carte est illisible' });
      expect(said?.subject).toBe('Votre dossier est à compléter');
      expect(said?.text).toContain('La carte est illisible');
    });
  });

  it('are mailed once, however often the job runs', async () => {
    const person = await identity.person();
    await identity.run(new GenerateApiKey(await identity.principalOf(person), 'live'));
    const [debt] = await eventually(
      () => debtsTo(person),
      (rows) => rows.length === 1,
    );
    for (let run = 0; run < 3; run += 1) await mail(debt!.event_id);
    expect(
      identity.mails.to(person.email).filter(({ subject }) => subject === 'A new API key was generated'),
    ).toHaveLength(1);
  });

  it('are queued again by the sweep when a queue lost them', async () => {
    const person = await identity.person();
    await identity.run(new GenerateApiKey(await identity.principalOf(person), 'live'));
    const [debt] = await eventually(
      () => debtsTo(person),
      (rows) => rows.length === 1,
    );
    const queue = identity.get(Queues).queue('mail');
    await queue.drain();
    await queue.removeDeduplicationKey(debt!.event_id);
    await identity.pass({ minutes: 2 });
    await identity.get(JobWorkers).runNow(SWEEP_SECURITY_NOTICES.name);
    const waiting = await queue.getJobs(['waiting']);
    expect(waiting.map(({ data }) => data.data)).toContainEqual({ eventId: debt!.event_id });
  });
});
