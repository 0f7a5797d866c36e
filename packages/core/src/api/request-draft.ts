/**
 * What openapi-fetch makes of a call, in the place of a `Request`: making one, and then another in `fetch`, would be the
 * dearest part of a call.
 */
export class RequestDraft {
  readonly method: string;
  readonly url: string;
  readonly init: RequestInit;

  constructor(url: string, init: RequestInit) {
    this.url = url;
    this.init = init;
    this.method = init.method ?? 'GET';
  }
}
