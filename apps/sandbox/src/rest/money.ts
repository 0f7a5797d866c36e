import type { Company } from '../companies/company.ts';
import { RestError } from './rest-error.ts';

/** What things cost, in 1/10,000 EUR. Made up: the real prices depend on the contract. */
export const PRICES = {
  /** A part of a text message: 160 characters, or 153 of several parts. */
  sms: 790,
  faxPage: 190,
  /** The first minute of a call; the sandbox charges no more. */
  call: 190,
} as const;

/** Takes money from the balance; throws 402, without a body, when there is not enough. */
export function charge(company: Company, amount: number): void {
  if (company.balance < amount) throw new RestError(402);
  company.balance -= amount;
}

/** How many parts a text message is sent in. */
export function smsParts(message: string): number {
  return message.length <= 160 ? 1 : Math.ceil(message.length / 153);
}
