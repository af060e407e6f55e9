import type { TicketDeliveryResult } from '../contract';
import { look } from './activity-options';

/** Every minute: tells tickets to the sinks outside, as far as they are due. */
export function ticketDelivery(): Promise<TicketDeliveryResult> {
  return look.deliverTickets('Tell tickets to the sinks');
}
