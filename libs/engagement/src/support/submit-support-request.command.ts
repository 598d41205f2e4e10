import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, uuidv7 } from '#kernel';
import { Memberships } from '#identity';
import { Audit, CONFIG, UnitOfWork, type Config, type Transaction } from '#platform';
import { accountOf, type Writer } from '../mail/account-holder.js';
import { OwedMails } from '../mail/owed-mails.service.js';
import { mailReceipt, mailToTeam, type Writing } from '../mail/team-mail.presenter.js';
import { oneLine } from '../one-line.js';

export type TicketPriority = 'low' | 'medium' | 'high';

export interface SupportRequest {
  readonly subject: string;
  readonly category: string;
  readonly message: string;
  readonly priority: TicketPriority;
}

export interface SupportTicketView extends Omit<SupportRequest, 'message'> {
  readonly id: string;
  /** SUP-100001. */
  readonly number: string;
  readonly createdAt: Date;
}

/**
 * Opens a ticket, mails it to the team and confirms it to the account's address. Throws InvalidInput for a subject or a
 * category without text. A repeat opens another ticket.
 */
export class SubmitSupportRequest extends Command<SupportTicketView> {
  constructor(
    readonly writer: Writer,
    readonly request: SupportRequest,
  ) {
    super();
  }
}

const OPEN = `INSERT INTO support_tickets
  (id, organization_id, user_id, subject, category, message, priority, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING number`;

@CommandHandler(SubmitSupportRequest)
export class SubmitSupportRequestHandler implements ICommandHandler<SubmitSupportRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: Memberships,
    private readonly mails: OwedMails,
    private readonly audit: Audit,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ writer, request }: SubmitSupportRequest): Promise<SupportTicketView> {
    const { organizationId, userId } = writer;
    const { message, priority } = request;
    const subject = oneLine('subject', request.subject);
    const category = oneLine('category', request.category);
    const createdAt = this.clock.now();
    const id = uuidv7(createdAt);
    return this.unitOfWork.run(async (tx) => {
      const values = [id, organizationId, userId, subject, category, message, priority, createdAt];
      const [row] = await tx.query<{ number: string }>(OPEN, values);
      const ticket = { id, number: `SUP-${String(row?.number)}`, subject, category, priority, createdAt };
      await this.mail(tx, ticket, message, writer);
      this.audit.record(tx, { action: 'support.requested', organizationId, actorId: userId, recordId: id });
      return ticket;
    });
  }

  private async mail(tx: Transaction, ticket: SupportTicketView, text: string, writer: Writer): Promise<void> {
    const account = await accountOf(tx, this.memberships, writer);
    const writing: Writing = {
      reference: ticket.number,
      heading: ticket.subject,
      facts: [
        ['Category', ticket.category],
        ['Priority', ticket.priority],
      ],
      text,
      answerTo: account.email,
    };
    this.mails.owe(tx, [
      { id: uuidv7(ticket.createdAt), message: mailToTeam(this.config.supportEmail, writing, account, writer) },
      { id: uuidv7(ticket.createdAt), message: mailReceipt('support', writing, account) },
    ]);
  }
}
