/**
 * The operations of the REST API at length: what each does, its parameters with limits and defaults, the fields of its
 * body and of its answer; what scopes allow; and requests made from names and values. Several times the size of the operation index: load
 * it when it is wanted.
 *
 * @module
 */
export { fieldsInPath, type GivenField, type GivenRequest, requestFromFields } from './api/request-fields.ts';
export type {
  FieldDescription,
  OperationDetails,
  ParameterDetails,
  ValueDescription,
} from './generated/operation-details.ts';
export { operationDetails, scopeMeanings } from './generated/operation-details.ts';
export type { OfferedScope } from './generated/operation-names.ts';
