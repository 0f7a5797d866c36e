import { createRoute, z } from '@hono/zod-openapi';
import { SandboxSignInError, type SignInRequest } from '../sign-in.ts';
import { CONTROL_PATH } from './control-path.ts';
import { ControlProblem } from './problem.ts';
import { answer, controlRoom, jsonBody, problems } from './room.ts';

const requestSchema = z
  .strictObject({
    authorizationUrl: z.url().openapi({ description: 'Where the application would send the browser.' }),
    username: z.string().min(1),
    password: z.string().default('sandbox'),
    consent: z.enum(['yes', 'no']).default('yes').openapi({ description: 'What the person answers when asked.' }),
  })
  .openapi('SignIn');

const EXAMPLE_CLIENT = '2400101-0-0f4a0c10-5a9d-11ee-8c99-a11ce0c11e01:third-party';

/** @param origin the sandbox's own. */
const signInAt = (origin: string) =>
  createRoute({
    method: 'post',
    path: `${CONTROL_PATH}/sign-in`,
    operationId: 'signIn',
    tags: ['Sign-in'],
    summary: 'Play a person with a browser',
    description: 'Signs in, answers the consent page, and tells where the browser would be sent, without going there.',
    request: jsonBody(requestSchema, {
      alice: {
        summary: 'Alice signs in',
        value: {
          authorizationUrl: `${origin}/auth/realms/third-party/protocol/openid-connect/auth?response_type=code&client_id=${encodeURIComponent(EXAMPLE_CLIENT)}&redirect_uri=${encodeURIComponent('http://localhost:8080/oauth')}&scope=openid&state=example`,
          username: 'alice',
        },
      },
    }),
    responses: {
      200: answer(z.object({ callbackUrl: z.url() }), 'The callback URL, not opened.'),
      ...problems(400),
    },
  });

export function signInControl(origin: string, signIn: (request: SignInRequest) => Promise<URL>) {
  return controlRoom().openapi(signInAt(origin), async (c) => {
    const request = c.req.valid('json');
    if (new URL(request.authorizationUrl).origin !== origin) {
      throw new ControlProblem(400, 'authorizationUrl: not of this sandbox', 'authorizationUrl');
    }
    try {
      return c.json({ callbackUrl: (await signIn(request)).href }, 200);
    } catch (error) {
      if (!(error instanceof SandboxSignInError)) throw error;
      throw new ControlProblem(
        400,
        `The sign-in ended on a page (${error.problem}): ${error.message}`,
        'authorizationUrl',
      );
    }
  });
}
