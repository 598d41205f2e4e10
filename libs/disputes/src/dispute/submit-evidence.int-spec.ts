import { uuidv7, type Tenant } from '#kernel';
import { JobWorkers, ObjectStorage, SharedClock, type UploadedFile } from '#platform';
import { ACTOR_ID } from '../../../../test/support/administrator.js';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { aPayer, atOnce, balanceOf, outcomes, paidPayment } from '../../../../test/support/payments.js';
import { DecideDispute } from './decide-dispute.command.js';
import type { DisputeOutcome, DisputeView } from './dispute-view.js';
import { GetDispute } from './get-dispute.query.js';
import { OpenDispute } from './open-dispute.command.js';
import { OpenEvidenceFile } from './open-evidence-file.command.js';
import { SubmitEvidence } from './submit-evidence.command.js';

describe('evidence against a dispute', () => {
  let core: TestCore;
  let tenant: Tenant;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const open = async (): Promise<DisputeView> => {
    const { id: paymentId } = await paidPayment(core, tenant, { payer: aPayer('91'), amount: '10000' });
    const request = { paymentId, reason: 'Never delivered', providerReference: null, actorId: ACTOR_ID };
    return core.commands.execute(new OpenDispute(request));
  };
  const submit = (disputeId: string, description = 'Delivery note', files: UploadedFile[] = []) =>
    core.commands.execute(
      new SubmitEvidence({
        tenant,
        disputeId,
        documents: files.length > 0 ? [] : ['note.pdf'],
        files,
        description,
        additionalInfo: null,
        actorId: ACTOR_ID,
      }),
    );
  const decide = (disputeId: string, outcome: DisputeOutcome) =>
    core.commands.execute(new DecideDispute({ disputeId, outcome, note: null, actorId: ACTOR_ID }));
  const read = ({ id }: DisputeView) => core.queries.execute(new GetDispute(tenant, id));
  const balance = () => balanceOf(core, tenant);
  const PNG = { name: 'receipt.png', contentType: 'image/png', content: Buffer.from('a picture of a receipt') };

  it('sent by many at once is taken five times', async () => {
    const dispute = await open();
    const results = await atOnce(9, (turn) => submit(dispute.id, `Part ${turn}`));
    expect(outcomes(results)).toEqual({ done: 5, dispute_closed: 4 });
    const { evidence } = await read(dispute);
    expect(evidence).toHaveLength(5);
  });

  it('keeps its files sealed, hands them out again, and leaves none behind when it is refused', async () => {
    const dispute = await open();
    const { evidence } = await submit(dispute.id, 'See the files', [PNG, { ...PNG, name: 'note.pdf' }]);
    expect(evidence.documents).toEqual(['receipt.png', 'note.pdf']);
    expect((await read(dispute)).evidence).toEqual([evidence]);
    const [file, second] = evidence.files;
    const { stream } = await core.get(ObjectStorage).get(`evidence/${file!.id}`);
    const stored = Buffer.concat(await stream.toArray());
    expect(stored.includes('receipt')).toBe(false);
    await core.get(SharedClock).move(2 * 3_600_000);
    await core.get(JobWorkers).runNow('remove-loose-files');
    const found = await core.commands.execute(new OpenEvidenceFile(dispute.id, second!.id, ACTOR_ID));
    expect(found).toMatchObject({ name: 'note.pdf', contentType: 'image/png', content: PNG.content });
    const opened = `SELECT actor_id AS "actorId", details FROM audit_entries
      WHERE record_id = $1 AND action = 'chargeback.evidence_viewed'`;
    const seen = [{ actorId: ACTOR_ID, details: { fileId: second!.id } }];
    expect(await core.database.query(opened, [dispute.id])).toEqual(seen);
    const other = await open();
    for (const [disputeId, fileId] of [
      [other.id, file!.id],
      [dispute.id, uuidv7()],
      ['x', file!.id],
    ] as const) {
      await expect(core.commands.execute(new OpenEvidenceFile(disputeId, fileId, ACTOR_ID))).rejects.toMatchObject({
        code: 'evidence_file_not_found',
      });
    }
  });

  it('leaves no file behind when the dispute is decided while it comes', async () => {
    const storage = core.get(ObjectStorage);
    const keys: string[] = [];
    const put = storage.put.bind(storage);
    const dispute = await open();
    storage.put = async (key, ...rest) => {
      keys.push(key);
      await put(key, ...rest);
      if (keys.length === 2) await decide(dispute.id, 'lost');
    };
    try {
      await expect(submit(dispute.id, 'Late', [PNG, PNG])).rejects.toMatchObject({ code: 'dispute_closed' });
      expect(await Promise.all(keys.map((key) => storage.exists(key)))).toEqual([false, false]);
      await expect(submit(dispute.id, 'Later', [PNG])).rejects.toMatchObject({ code: 'dispute_closed' });
      expect(keys).toHaveLength(2);
    } finally {
      storage.put = put;
    }
  });

  it('is neither changed nor removed', async () => {
    const dispute = await open();
    await submit(dispute.id);
    for (const change of [
      `UPDATE dispute_evidence SET description = 'other'`,
      'DELETE FROM dispute_evidence',
      'TRUNCATE dispute_evidence',
    ]) {
      await expect(core.database.query(change)).rejects.toMatchObject({
        constraint: expect.stringMatching(/^dispute_evidence_(append_only|no_truncate)$/),
      });
    }
  });

  it.each([
    ['[sim-won]', 'won', [9750, 0, 0]],
    ['[sim-lost]', 'lost', [-250, 0, 0]],
  ] as const)('with %s in its words is %s at once in the sandbox', async (marker, outcome, left) => {
    const dispute = await open();
    const { submissionsLeft, dispute: after } = await submit(dispute.id, `Signed ${marker} note`);
    expect([after.status, after.resolvedBy, submissionsLeft]).toEqual([outcome, 'simulation', 0]);
    expect(await balance()).toEqual(left);
    const told = await core.database.query<{ payload: { evidence: object[] } }>(
      'SELECT payload FROM outbox_events WHERE subject_id = $1 AND type = $2',
      [dispute.id, `dispute.${outcome}`],
    );
    expect(told.map(({ payload }) => payload.evidence.length)).toEqual([1]);
  });

  it('decides nothing by its words in live mode', async () => {
    const dispute = await open();
    await core.database.query(`UPDATE disputes SET mode = 'live' WHERE id = $1`, [dispute.id]);
    await core.database.query(`UPDATE payments SET mode = 'live' WHERE id = $1`, [dispute.paymentId]);
    const live = { ...tenant, mode: 'live' } as const;
    const request = { documents: ['a'], files: [], description: '[sim-won]', additionalInfo: null, actorId: ACTOR_ID };
    const { dispute: after } = await core.commands.execute(
      new SubmitEvidence({ ...request, tenant: live, disputeId: dispute.id }),
    );
    expect(after.status).toBe('under_review');
    await core.database.query(`UPDATE disputes SET mode = 'sandbox' WHERE id = $1`, [dispute.id]);
    await core.database.query(`UPDATE payments SET mode = 'sandbox' WHERE id = $1`, [dispute.paymentId]);
  });
});
