import type { OperationId, QueryParameters, RequestBody, ResponseData } from '@sipgate-kit/core/operations';
import type { Company } from '../companies/company.ts';
import type { RowAt, RowParameter } from '../companies/path-rows.ts';
import type { Caller } from './authentication.ts';

/** A request that fits its description, whoever made it. */
export interface PublicCall<Id extends OperationId = OperationId> {
  /** Values of the parameters in the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Read as the types the description asks for, with its defaults. */
  readonly query: QueryParameters<Id>;
  /** Without what the description does not know; switches that were left out are off, as sipgate's description has it. */
  readonly body: RequestBody<Id>;
  /** The sandbox's present instant, milliseconds since the epoch. */
  readonly now: number;
  /** Where the API is, for URLs in answers. */
  readonly apiUrl: string;
}

/** A request by a caller who may make it. */
export interface Call<Id extends OperationId = OperationId> extends PublicCall<Id> {
  readonly caller: Caller;
  /** What the caller's company has; answers change it in place. */
  readonly company: Company;
  /** The row that a parameter in the path names. It is there: otherwise the answer was 404. */
  row<Parameter extends RowParameter>(parameter: Parameter): RowAt<Parameter>;
}

/** Operations anybody may call, without a token. */
export type PublicOperation =
  | 'getApiUrls'
  | 'getAppLinks'
  | 'getGdprUrls'
  | 'getTranslations'
  | 'requestPasswordReset'
  | 'resetPassword';

/** What the sandbox answers to each public operation. */
export type PublicAnswers = {
  readonly [Id in PublicOperation]: (call: PublicCall<Id>) => ResponseData<Id>;
};

/** What the sandbox answers to each of the other operations; the compiler sees to it that none is missing. */
export type Answers = {
  readonly [Id in Exclude<OperationId, PublicOperation>]: (call: Call<Id>) => ResponseData<Id>;
};

/** Of a family: the answers to some operations. */
export type AnswersTo<Id extends keyof Answers> = Pick<Answers, Id>;
