import { domainEvent } from '#kernel';
import {
  JobWorkers,
  MailRefused,
  MailUnavailable,
  Relay,
  UnitOfWork,
  type OutboxEvent,
  type Subscriber,
} from '#platform';
import { eventually } from '../../../../test/support/eventually.js';
import { IdentityUnderTest, PASSWORD, type Person } from '../../../../test/support/identity.js';
import { GenerateApiKey } from '../api-key/generate-api-key.command.js';
import { RefreshSession } from '../session/refresh-session.command.js';
import { ChangePassword } from '../user/change-password.command.js';
import { OweNoticeWhenAccountChanges } from './owe-notice-when-account-changes.policy.js';
import { SEND_SECURITY_NOTICES } from './send-security-notices.job.js';

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
    readonly kind: string;
    readonly due_at: Date | null;
  }
  const debtsTo = ({ userId }: Person): Promise<Debt[]> =>
    identity.database.query<Debt>('SELECT kind, due_at FROM security_notices WHERE user_id = $1 ORDER BY occurred_at', [
      userId,
    ]);
  const mail = () => identity.get(JobWorkers).runNow(SEND_SECURITY_NOTICES.name);

  const owedOne = (person: Person): Promise<Debt[]> =>
    eventually(
      () => debtsTo(person),
      (rows) => rows.length === 1,
    );

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
    await mail();
    const subjects = identity.mails.to(person.email).map(({ subject }) => subject);
    expect(subjects).toEqual(
      expect.arrayContaining([
        'A session was ended for your safety',
        'A new API key was generated',
        'Your password was changed',
      ]),
    );
    expect((await debtsTo(person)).every(({ due_at: dueAt }) => dueAt === null)).toBe(true);
  });

  describe('tell the owner of an organisation', () => {
    const told = async (person: Person, type: string, payload: object) => {
      const { organizationId } = await identity.principalOf(person);
      const happened = { type, version: 1, organizationId, mode: null, subjectId: organizationId, payload } as const;
      const event = domainEvent({ ...happened, occurredAt: new Date() });
      await identity.get(UnitOfWork).run((tx) => Promise.resolve(tx.record(event)));
      await owedOne(person);
      await mail();
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

  const keyHolder = async (): Promise<Person> => {
    const person = await identity.person();
    await identity.run(new GenerateApiKey(await identity.principalOf(person), 'live'));
    await owedOne(person);
    return person;
  };
  const mailsTo = ({ email }: Person) =>
    identity.mails.to(email).filter(({ subject }) => subject === 'A new API key was generated');

  it('are mailed once, however often the job runs and the event is told', async () => {
    const person = await keyHolder();
    await mail();
    const [event] = await identity.database.query<OutboxEvent>(
      `SELECT id, type, version, payload, organization_id AS "organizationId", occurred_at AS "occurredAt"
        FROM outbox_events WHERE type = 'identity.api_key_generated' ORDER BY position DESC LIMIT 1`,
    );
    await identity.get(UnitOfWork).run((tx) => subscriber.handle(event!, tx));
    for (let run = 0; run < 3; run += 1) await mail();
    expect(mailsTo(person)).toHaveLength(1);
  });

  it('go out when the mail server is back, however long it was away', async () => {
    const person = await keyHolder();
    identity.mails.failure = new MailUnavailable(new Error('away'));
    await mail();
    await identity.pass({ minutes: 5 * 24 * 60 });
    await mail();
    expect(mailsTo(person)).toEqual([]);
    identity.mails.failure = null;
    await identity.pass({ minutes: 2 });
    await mail();
    expect(mailsTo(person)).toHaveLength(1);
  });

  it('are not tried again when the address is refused for good', async () => {
    const person = await keyHolder();
    identity.mails.failure = new MailRefused(new Error('no such mailbox'));
    await mail();
    identity.mails.failure = null;
    await identity.pass({ minutes: 2 });
    await mail();
    expect(mailsTo(person)).toEqual([]);
  });
});
