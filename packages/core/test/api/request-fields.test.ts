import { describe, expect, test } from 'vitest';
import { previewRequest } from '../../src/api/preview.ts';
import { fieldsInPath, type GivenField, requestFromFields } from '../../src/operation-details.ts';
import { findOperation, type Operation, type OperationId, operations } from '../../src/operations.ts';

const operation = (operationId: OperationId): Operation => ({ ...operations[operationId], operationId });
const text = (name: string, value: string): GivenField => ({ name, value: { text: value } });
const item = (name: string, value: string): GivenField => ({ name, value: { text: value }, item: true });
const json = (name: string, value: unknown): GivenField => ({ name, value: { json: value } });

const CLIENT = {
  name: 'n',
  description: 'd',
  redirectUris: ['https://a.example/cb'],
  webOrigins: [],
  privacyUrl: '',
  termsUrl: '',
};

/** What is wrong, as `path: message`. */
function problems(operationId: OperationId, fields: readonly GivenField[], body?: unknown): readonly string[] {
  try {
    requestFromFields(operation(operationId), { fields, body });
  } catch (error) {
    const { issues } = error as { issues: readonly { path: string; message: string }[] };
    return issues.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe('names and values become a request', () => {
  test('sorted into path, query and body, typed as the description says', () => {
    const fields = [text('limit', '5'), text('archived', 'true'), item('types', 'CALL'), text('phonenumber', '030')];
    expect(requestFromFields(operation('getHistory'), { fields })).toEqual({
      query: { limit: 5, archived: true, types: ['CALL'], phonenumber: '030' },
    });
    const update = [text('clientId', '1:third-party'), text('name', '007'), text('description', 'd')];
    const lists = [item('redirectUris', 'https://a.example'), json('webOrigins', [])];
    const links = [text('privacyUrl', ''), text('termsUrl', '')];
    expect(requestFromFields(operation('updateClient'), { fields: [...update, ...lists, ...links] })).toEqual({
      path: { clientId: '1:third-party' },
      body: { ...CLIENT, name: '007', redirectUris: ['https://a.example'] },
    });
  });

  test('one value for a list is a list of one, several are several', () => {
    const one = requestFromFields(operation('getHistory'), { fields: [text('types', 'CALL')] });
    expect(one.query).toEqual({ types: ['CALL'] });
    const two = requestFromFields(operation('getHistory'), { fields: [text('types', 'CALL'), text('types', 'SMS')] });
    expect(two.query).toEqual({ types: ['CALL', 'SMS'] });
  });

  test('a whole body goes as it is', () => {
    expect(requestFromFields(operation('createClient'), { fields: [], body: CLIENT })).toEqual({ body: CLIENT });
  });

  test('nothing given is nothing sent', () => {
    expect(requestFromFields(operation('getHistory'), { fields: [] })).toEqual({});
  });
});

describe('what does not fit is refused', () => {
  test.each<[OperationId, readonly GivenField[], readonly string[]]>([
    ['getHistory', [text('limit', '1001')], ['limit: It is at most 1000.']],
    ['getHistory', [text('limit', '-1')], ['limit: It is at least 0.']],
    ['getContacts', [text('offset', '2147483648')], ['offset: It is at most 2147483647.']],
    ['getHistory', [text('limit', '5x')], ['limit: Write a whole number.']],
    ['getHistory', [text('limit', '1.5')], ['limit: Write a whole number.']],
    ['getHistory', [text('archived', 'yes')], ['archived: Write true or false.']],
    ['getHistory', [item('types', 'call')], ['types[0]: Write one of CALL, VOICEMAIL, SMS, FAX.']],
    ['getHistory', [json('types', 'CALL')], ['types: Write a list.']],
    [
      'getHistory',
      [text('limit', '1'), text('limit', '2')],
      ['limit: It is given more than once, and takes one value.'],
    ],
    ['getUser', [], ['userId: It is needed.']],
    ['getUser', [text('userId', '')], ['userId: It must not be empty.']],
    [
      'getUser',
      [text('userid', 'w0')],
      ['userid: getUser has no such parameter; there are userId.', 'userId: It is needed.'],
    ],
    ['getAccount', [text('a', '1')], ['a: getAccount has no such parameter; it takes none.']],
    [
      'createClient',
      [text('name', 'n'), text('description', 'd')],
      [
        'redirectUris: It is needed.',
        'webOrigins: It is needed.',
        'privacyUrl: It is needed.',
        'termsUrl: It is needed.',
      ],
    ],
  ])('%s %j', (operationId, fields, expected) => {
    expect(problems(operationId, fields)).toEqual(expected);
  });

  test('a body is checked like the rest', () => {
    expect(problems('getAccount', [], {})).toEqual([': It takes no body.']);
    expect(problems('createClient', [], [])).toEqual([': Write an object.']);
    expect(problems('createClient', [], { ...CLIENT, redirectUris: [1], nme: '' })).toEqual([
      'nme: There is no such field; there are name, description, redirectUris, webOrigins, privacyUrl, termsUrl.',
      'redirectUris[0]: Write it as text.',
    ]);
    expect(problems('createClient', [text('name', 'n')], CLIENT)).toEqual([
      'name: The body was given as a whole; write this into it.',
    ]);
  });

  test('unless it is to be sent all the same', () => {
    const fields = [text('limit', '5000'), text('new', 'x')];
    expect(requestFromFields(operation('getHistory'), { fields, check: false })).toEqual({
      query: { limit: 5000, new: 'x' },
    });
    const unknown = requestFromFields(operation('createClient'), { fields: [text('new', 'x')], check: false });
    expect(unknown).toEqual({ body: { new: 'x' } });
  });

  test('a name that objects have of their own is a name like others', () => {
    expect(problems('getHistory', [text('__proto__', 'x')])).toHaveLength(1);
    expect(problems('getHistory', [text('constructor', 'x')])).toHaveLength(1);
  });
});

test('a real path brings values', () => {
  const inPath = (method: string, path: string) => fieldsInPath(findOperation(method, path) as Operation, path);
  expect(inPath('GET', '/users/w0')).toEqual([text('userId', 'w0')]);
  expect(inPath('GET', '/users/{userId}')).toEqual([]);
  expect(inPath('GET', '/history?types=CALL&types=SMS&limit=5#x')).toEqual([
    text('types', 'CALL'),
    text('types', 'SMS'),
    text('limit', '5'),
  ]);
  expect(inPath('PUT', '/authorization/oauth2/clients/1-0-x%3Athird-party')).toEqual([
    text('clientId', '1-0-x:third-party'),
  ]);
  expect(inPath('GET', '/users/%E0%A4%A')).toEqual([text('userId', '%E0%A4%A')]);
});

test('a request can be looked at without being sent', async () => {
  const baseUrl = 'https://api.example.com/v2';
  const request = await previewRequest('getHistory', { query: { types: ['CALL'], limit: 5 } }, { baseUrl });
  expect([request.method, request.url]).toEqual(['GET', 'https://api.example.com/v2/history?types=CALL&limit=5']);
  expect(request.headers.get('authorization')).toBeNull();
  const create = await previewRequest('createClient', { body: CLIENT });
  expect(await create.json()).toEqual(CLIENT);
  await expect(previewRequest('getUser', { path: { userId: '..' } })).rejects.toMatchObject({ code: 'invalid_input' });
});
