import type { SupportTicketView } from '#engagement';
import type { Wire } from '../dialect/wire.js';

export const presentTicket = (ticket: SupportTicketView): Wire<'SupportTicket'> => ({
  ticketId: ticket.id,
  ticketNumber: ticket.number,
  subject: ticket.subject,
  category: ticket.category,
  priority: ticket.priority,
  status: 'open',
  createdAt: ticket.createdAt.toISOString(),
});
