import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput, uuidv7 } from '#kernel';
import { Memberships, type Member } from '#identity';
import { Audit, CONFIG, isMailAddress, UnitOfWork, type Config, type Transaction } from '#platform';
import { accountOf, type Writer } from '../mail/account-holder.js';
import { OwedMails } from '../mail/owed-mails.service.js';
import { mailReceipt, mailToTeam, type Writing } from '../mail/team-mail.presenter.js';
import { oneLine } from '../one-line.js';

export type FeedbackType = 'feature' | 'bug' | 'improvement' | 'other';

export interface Feedback {
  readonly type: FeedbackType;
  /** One to five. */
  readonly rating: number;
  readonly title: string;
  readonly message: string;
  /** Whether an answer is welcome, and where; null: at the account's address. */
  readonly contact: { readonly email: string | null } | null;
}

export interface FeedbackView {
  readonly id: string;
  readonly type: FeedbackType;
  readonly rating: number;
  readonly contactEmail: string | null;
  readonly createdAt: Date;
}

/**
 * Records feedback, mails it to the team, and confirms it to the account's address where an answer is welcome. Throws
 * InvalidInput for a title without text and for an address that no mail can go to. A repeat records it again.
 */
export class SubmitFeedback extends Command<FeedbackView> {
  constructor(
    readonly writer: Writer,
    readonly feedback: Feedback,
  ) {
    super();
  }
}

const RECORD = `INSERT INTO feedback
  (id, organization_id, user_id, type, rating, title, message, contact_email, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

@CommandHandler(SubmitFeedback)
export class SubmitFeedbackHandler implements ICommandHandler<SubmitFeedback> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: Memberships,
    private readonly mails: OwedMails,
    private readonly audit: Audit,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ writer, feedback }: SubmitFeedback): Promise<FeedbackView> {
    const { organizationId, userId } = writer;
    const { type, rating, message, contact } = feedback;
    const title = oneLine('title', feedback.title);
    const given = addressOf(contact?.email ?? null);
    const createdAt = this.clock.now();
    const id = uuidv7(createdAt);
    return this.unitOfWork.run(async (tx) => {
      const account = await accountOf(tx, this.memberships, writer);
      const contactEmail = contact === null ? null : (given ?? account.email);
      tx.write(RECORD, [id, organizationId, userId, type, rating, title, message, contactEmail, createdAt]);
      const recorded = { id, type, rating, contactEmail, createdAt };
      this.mail(tx, recorded, { title, message }, { account, writer });
      this.audit.record(tx, { action: 'feedback.submitted', organizationId, actorId: userId, recordId: id });
      return recorded;
    });
  }

  private mail(
    tx: Transaction,
    { type, rating, contactEmail, createdAt }: FeedbackView,
    { title, message }: Pick<Feedback, 'title' | 'message'>,
    { account, writer }: { account: Member; writer: Writer },
  ): void {
    const facts = [
      ['Type', type],
      ['Rating', `${rating} of 5`],
    ] as const;
    const writing: Writing = { reference: 'Feedback', heading: title, facts, text: message, answerTo: contactEmail };
    const toTeam = { id: uuidv7(createdAt), message: mailToTeam(this.config.supportEmail, writing, account, writer) };
    const receipt = { id: uuidv7(createdAt), message: mailReceipt('feedback', writing, account) };
    this.mails.owe(tx, contactEmail === null ? [toTeam] : [toTeam, receipt]);
  }
}

/** In lower case, as all addresses are kept. */
function addressOf(email: string | null): string | null {
  const address = email?.trim().toLowerCase() ?? null;
  if (address !== null && !isMailAddress(address)) throw new InvalidInput({ email: ['must be an e-mail address'] });
  return address;
}
