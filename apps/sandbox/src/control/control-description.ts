/** What the description of the control API says beside its operations, which bring their own. */
export function descriptionHead(origin: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Control API of the sipgate sandbox',
      version: '1',
      description:
        'Time, failures, tokens, requests and state of a running sandbox, for test suites in any language. Not part of ' +
        "sipgate's API. Not for pages of other origins. What is malformed is answered with a problem (RFC 9457) that " +
        'names the field.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: origin, description: 'This sandbox.' }],
    tags: [
      { name: 'Clock', description: 'The time tokens and sessions go by.' },
      { name: 'Faults', description: 'Failures to play to the next requests.' },
      { name: 'Requests', description: 'What was requested so far.' },
      { name: 'Scenarios', description: 'Stories from the field, by name.' },
      { name: 'Sign-in', description: 'A person with a browser.' },
      { name: 'State', description: 'Everything the sandbox knows.' },
      { name: 'Tokens', description: 'Which token came from which.' },
    ],
  };
}
