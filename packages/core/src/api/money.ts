/** An amount as the API gives it, in `GET /balance`: a whole number of ten-thousandths of the currency. */
export interface Money {
  readonly amount: number;
  /** ISO 4217: `EUR`. */
  readonly currency: string;
}

const PARTS = 10_000;

/** The amount in whole units of the currency: 12.3456 for 123456. To show, never to reckon on: add the whole numbers. */
export function moneyValue({ amount }: Pick<Money, 'amount'>): number {
  return amount / PARTS;
}

/**
 * The amount for people, with two digits behind the point, or four where there are more.
 *
 * @param locale default: that of the platform.
 * @example
 * formatMoney({ amount: 123456, currency: 'EUR' }, 'de'); // '12,3456 €'
 */
export function formatMoney(money: Money, locale?: string): string {
  const digits = money.amount % (PARTS / 100) === 0 ? 2 : 4;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(moneyValue(money));
}
