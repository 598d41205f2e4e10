import type { Tenant } from '#kernel';
import { OrganizationLogos, RemoveOrganizationLogo, SetOrganizationLogo, UpdateOrganization } from '#identity';
import { JobWorkers, ObjectStorage, SealedFiles, UnitOfWork, type MailMessage } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { eventually } from '../../../../test/support/eventually.js';
import { readPdf } from '../../../../test/support/files.js';
import { TestInvoices } from '../../../../test/support/invoices.js';
import { untilBlocked } from '../../../../test/support/lock-waits.js';
import { mailsTo } from '../../../../test/support/mails.js';
import { aMerchant, type TestMerchant } from '../../../../test/support/merchant.js';
import { aPng } from '../../../../test/support/pictures.js';
import { DrawInvoice } from './draw-invoice.query.js';
import { InvoiceIssuing } from './invoice-issuing.service.js';
import type { InvoiceView } from './invoice-view.js';
import { SEND_INVOICE_MAILS } from './send-invoice-mails.job.js';

describe('what an invoice says of its seller', () => {
  let core: TestCore;
  let merchant: TestMerchant;
  let tenant: Tenant;
  let invoices: TestInvoices;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(async () => {
    merchant = await aMerchant(core);
    ({ tenant } = merchant);
    invoices = await TestInvoices.of(core, tenant);
    await rename('Boutique Ngo');
  });

  const rename = (name: string): Promise<void> => core.commands.execute(new UpdateOrganization(merchant, { name }));
  /** Logos are told apart by how wide they are. */
  const setLogo = (width: number): Promise<void> =>
    core.commands.execute(new SetOrganizationLogo(merchant, aPng({ width, colorType: 6 })));
  const removeLogo = (): Promise<string> => core.commands.execute(new RemoveOrganizationLogo(merchant));
  /** Whose it is, and how wide its logo is; null for initials. */
  async function headOf(file: Buffer): Promise<readonly [string | undefined, number | null]> {
    const { pages, pictures } = await readPdf(file);
    const name = pages[0]?.find((text) => text.endsWith(' Ngo'));
    return [name, pictures[0]?.[0]?.size[0] ?? null];
  }
  const head = async ({ id }: Pick<InvoiceView, 'id'>) =>
    headOf((await core.queries.execute(new DrawInvoice(tenant, id))).content);
  const logos = () =>
    core.database.query<{ id: string; replaced: boolean }>(
      `SELECT id, replaced_at IS NOT NULL AS replaced FROM organization_logos
       WHERE organization_id = $1 ORDER BY uploaded_at, id`,
      [tenant.organizationId],
    );
  const nothingLoose = () =>
    eventually(
      () => core.database.query('SELECT key FROM loose_objects'),
      (keys) => keys.length === 0,
    );
  const isStored = (id: string): Promise<boolean> => core.get(ObjectStorage).exists(`organization-logos/${id}`);

  it('is what is so now on a draft, and what was so then on one that was sent', async () => {
    const [draft, early] = [await invoices.drafted(), await invoices.sent()];
    await setLogo(20);
    const sent = await invoices.sent();
    expect([await head(draft), await head(early), await head(sent)]).toEqual([
      ['Boutique Ngo', 20],
      ['Boutique Ngo', null],
      ['Boutique Ngo', 20],
    ]);
    await setLogo(30);
    await rename('Maison Ngo');
    expect([await head(draft), await head(early), await head(sent)]).toEqual([
      ['Maison Ngo', 30],
      ['Boutique Ngo', null],
      ['Boutique Ngo', 20],
    ]);
    await removeLogo();
    expect([await head(draft), await head(sent)]).toEqual([
      ['Maison Ngo', null],
      ['Boutique Ngo', 20],
    ]);
  });

  it('is the same in its mail and in the reminders of it', async () => {
    await setLogo(20);
    const sent = await invoices.sent();
    await setLogo(30);
    await rename('Maison Ngo');
    await invoices.send(sent);
    await core.get(JobWorkers).runNow(SEND_INVOICE_MAILS.name, {});
    const mails: readonly Partial<MailMessage>[] = await mailsTo(core, invoices.email);
    const files = mails.flatMap(({ attachments = [] }) => attachments.map(({ content }) => content));
    const heads = await Promise.all(files.map((content) => headOf(Buffer.from(content, 'base64'))));
    expect(heads).toEqual([
      ['Boutique Ngo', 20],
      ['Boutique Ngo', 20],
    ]);
  });

  it('keeps the file of a logo that was sent, and of no other', async () => {
    await setLogo(20);
    await invoices.drafted();
    await setLogo(30);
    await invoices.sent();
    const [shown] = await logos();
    await setLogo(40);
    const kept = await logos();
    expect(kept).toEqual([
      { id: shown?.id, replaced: true },
      { id: expect.any(String), replaced: false },
    ]);
    await nothingLoose();
    expect(await Promise.all(kept.map(({ id }) => isStored(id)))).toEqual([true, true]);
    await removeLogo();
    await nothingLoose();
    expect(await logos()).toEqual([{ id: shown?.id, replaced: true }]);
    expect(await Promise.all(kept.map(({ id }) => isStored(id)))).toEqual([true, false]);
  });

  it('gives a logo up again when what was sent with it is rolled back', async () => {
    await setLogo(20);
    const failing = core.get(UnitOfWork).run(async (tx) => {
      await core.get(InvoiceIssuing).issueAndSend(tx, invoices.request());
      await tx.query('SELECT 1/0');
    });
    await expect(failing).rejects.toThrow(/division/);
    await removeLogo();
    expect(await logos()).toEqual([]);
  });

  it('has no logo that is being taken away while it is sent', async () => {
    await setLogo(20);
    const draft = await invoices.drafted();
    const sending: Promise<unknown>[] = [];
    await core.get(UnitOfWork).run(async (tx) => {
      await core.get(OrganizationLogos).takeAway(tx, tenant.organizationId, new Date());
      sending.push(invoices.send(draft));
      await untilBlocked(core.database);
    });
    await Promise.all(sending);
    const letterheads = await core.database.query(
      `SELECT letterhead->>'logoId' AS "logoId" FROM invoices WHERE id = $1`,
      [draft.id],
    );
    expect(letterheads).toEqual([{ logoId: null }]);
  });

  it('has a logo that can be read, whoever replaces it while invoices are sent', async () => {
    await setLogo(20);
    const drafts = await Promise.all(Array.from({ length: 8 }, () => invoices.drafted()));
    const widths = [21, 22, 23, 24];
    await Promise.all([...drafts.map((draft) => invoices.send(draft)), ...widths.map((width) => setLogo(width))]);
    await nothingLoose();
    const seen = await Promise.all(drafts.map((draft) => head(draft)));
    for (const [, width] of seen) expect([20, ...widths]).toContain(width);
  });

  it.each<[string, (key: string) => Promise<unknown>]>([
    ['is lost', (key) => core.get(ObjectStorage).delete(key)],
    [
      'was changed by somebody',
      (key) => core.get(ObjectStorage).put(key, aPng(), { contentType: 'application/octet-stream' }),
    ],
  ])('shows initials when the file of the logo %s', async (_, spoil) => {
    await setLogo(20);
    const sent = await invoices.sent();
    const [{ id } = { id: '' }] = await logos();
    await spoil(`organization-logos/${id}`);
    await expect(core.get(SealedFiles).read(`organization-logos/${id}`)).rejects.toThrow();
    expect(await head(sent)).toEqual(['Boutique Ngo', null]);
  });
});
