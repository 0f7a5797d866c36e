import type { Schemas } from '@sipgate-kit/core/operations';
import type { Company } from '../companies/company.ts';

/** The numbers that ring for a phone line, a fax line or a group. */
export function endpointNumbers({ tables: { numbers } }: Company, endpointId: string): Schemas['EndpointNumberList'] {
  const own = numbers.filter((row) => row.endpointId === endpointId);
  return { items: own.map(({ number, type }) => ({ number, type: [type] })) };
}
