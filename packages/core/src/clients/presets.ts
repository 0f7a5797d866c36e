import type { OAuthClientInput } from './oauth-client-input.ts';

type Description = Omit<OAuthClientInput, 'redirectUris' | 'webOrigins'>;

/** What {@link presets.server} takes. */
export interface ServerPreset extends Description {
  /** Exactly as the server sends them; nothing else matches. */
  readonly redirectUris: readonly string[];
}

/** What {@link presets.browser} takes. */
export interface BrowserPreset extends Description {
  /** Where the app is served: `https://app.example.com`. */
  readonly origin: string;
}

/** What {@link presets.webphone} takes. */
export interface WebphonePreset extends Description {
  /** Origins of the pages that embed the phone: `https://crm.example.com`. */
  readonly embeddedIn: readonly string[];
}

/** What {@link presets.local} takes. */
export interface LocalPreset extends Omit<Description, 'description'> {
  readonly description?: string;
  /** Port the program listens on. Default 8080. */
  readonly port?: number;
}

/**
 * Inputs that follow sipgate's recipes for the usual kinds of client.
 *
 * @example
 * await clients.create(presets.local({ name: 'Example CRM on my machine' }));
 */
export const presets = {
  /** A product that signs people in on its server: exact redirect URIs, no web origins, since no browser asks for tokens. */
  server: ({ redirectUris, ...description }: ServerPreset): OAuthClientInput => ({
    ...description,
    redirectUris,
    webOrigins: [],
  }),

  /**
   * An app that runs in the browser alone: every path below its origin, and the origin itself as web origin.
   *
   * sipgate's recipe says web origins can be ignored here. It is from the days of the implicit flow, which sent the
   * token in the redirect; with the code flow the browser fetches it from the token endpoint, and that needs CORS.
   */
  browser: ({ origin, ...description }: BrowserPreset): OAuthClientInput => ({
    ...description,
    redirectUris: [`${withoutSlash(origin)}/*`],
    webOrigins: [withoutSlash(origin)],
  }),

  /** sipgate's web phone inside other pages: the phone does the sign-in, the pages are the web origins. */
  webphone: ({ embeddedIn, ...description }: WebphonePreset): OAuthClientInput => ({
    ...description,
    redirectUris: ['https://phone.sipgate.com/*'],
    webOrigins: embeddedIn.map(withoutSlash),
  }),

  /** Development on one's own machine: `http://localhost:8080/oauth`, where the kit's callback server listens. */
  local: ({ port = 8080, description = 'Development on one machine', ...rest }: LocalPreset): OAuthClientInput => ({
    ...rest,
    description,
    redirectUris: [`http://localhost:${port}/oauth`],
    webOrigins: [],
  }),
} as const;

function withoutSlash(origin: string): string {
  return origin.replace(/\/$/, '');
}
