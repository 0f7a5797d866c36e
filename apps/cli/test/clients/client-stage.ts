import { beforeEach } from 'vitest';
import { stage } from '../stage.ts';

/** A stage on which every test finds the OAuth clients as they were at first, and sees the requests of its own. */
export function clientStage() {
  const { sandbox, ...rest } = stage();
  let atFirst: ReturnType<ReturnType<typeof sandbox>['snapshot']> | undefined;
  let seen = 0;
  beforeEach(() => {
    atFirst ??= sandbox().snapshot();
    sandbox().restore(atFirst);
    sandbox().faults.clear();
    seen = sandbox().requests().length;
  });
  /** What came in during this test: `GET /v2/authorization/oauth2/clients`. */
  const requests = () =>
    sandbox()
      .requests()
      .slice(seen)
      .map(({ method, path }) => `${method} ${path}`);
  /** The changes that the REST API was asked for during this test: `POST /clients`. */
  const writes = () =>
    requests()
      .filter((request) => /^(?!GET|HEAD|OPTIONS)\w+ \/v2\//.test(request))
      .map((request) => request.replace('/v2/authorization/oauth2', ''));
  return { sandbox, requests, writes, ...rest };
}
