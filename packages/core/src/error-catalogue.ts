/**
 * Every error code explained: what happened, what usually causes it, what to do next. The pages under
 * apps/docs/errors/ are generated from here, and the callback server's error page shows the same words.
 *
 * @module
 */
import type { ErrorCode } from './errors.ts';

/** One error code, for people. Plain text: escape it before it goes into a page. */
export interface ErrorExplanation {
  readonly title: string;
  /** What happened, in one or two sentences. */
  readonly what: string;
  /** Usual causes, the most likely first. */
  readonly causes: readonly string[];
  /** What to do, in the order to try it. */
  readonly next: readonly string[];
}

/**
 * The explanation of every {@link ErrorCode}.
 *
 * @example
 * const { title, next } = errorCatalogue[error.code];
 */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorExplanation>> = {
  duplicate_parameter: {
    title: 'A parameter came twice',
    what: "The callback carried one of its parameters (state, code, iss, error) more than once. Which one would count is anybody's guess, so none does.",
    causes: [
      'A proxy or a redirect of your own appended the query string a second time.',
      'Somebody edited the URL, or tries to slip in a code of their own.',
    ],
    next: [
      'Start the sign-in again.',
      'If it happens every time, compare the URL the browser shows with the one your server receives, and look for the proxy rule that rewrites it.',
    ],
  },
  malformed_callback: {
    title: 'This is no callback',
    what: 'The callback address was opened without a state, or with neither a code nor an error.',
    causes: [
      'Somebody opened the callback address by hand, or from a bookmark.',
      'A proxy cuts off the query string.',
      'The OAuth client is set up for another flow, which answers behind a # that no server sees.',
    ],
    next: [
      'Open the start page and sign in from there.',
      'If it happens after every sign-in, check that the proxy passes the query string on.',
    ],
  },
  state_mismatch: {
    title: 'This sign-in does not belong to this browser',
    what: 'The state in the callback does not fit a sign-in that this browser has started. This check keeps others from signing you in to their account.',
    causes: [
      'The tab was refreshed, or the back button led to an old callback: each works once.',
      'An old URL was used again, from the history or a bookmark.',
      'The application was restarted between the start of the sign-in and the callback, and keeps its sign-ins in memory.',
      'The sign-in was started on another host name: cookies set on localhost do not come back to 127.0.0.1.',
      'The browser blocks or clears cookies.',
    ],
    next: [
      'Start again from the sign-in page, in the same browser.',
      'Open the application under exactly the host of REDIRECT_URI.',
      'Behind several instances, give all of them the same vault, so that any of them can finish a sign-in.',
    ],
  },
  transaction_expired: {
    title: 'The sign-in took too long',
    what: 'More than ten minutes passed between the start of this sign-in and its callback.',
    causes: ['The login page stood open for a while.', 'The clocks of two of your instances are minutes apart.'],
    next: ['Start again; you may not even be asked for the password.', 'Let all servers get their time by NTP.'],
  },
  transaction_used: {
    title: 'This sign-in is already finished',
    what: 'The sign-in this callback belongs to was finished before, or is no longer known. Each can be finished once.',
    causes: [
      'The page was reloaded, or the link was opened twice, by a browser that loads pages ahead for instance.',
      'The sign-in was started long ago and has been tidied away.',
      'So many sign-ins were started in this browser that the oldest were dropped.',
    ],
    next: ['Open the start page: you may be signed in already.', 'Otherwise start again.'],
  },
  issuer_mismatch: {
    title: 'The answer comes from somebody else',
    what: 'The callback, the ID token or the discovery document names another issuer than the one that was asked. A mix-up of two providers looks like this, and so does an attack.',
    causes: [
      'The configured issuer is written differently, with a trailing slash or another host for instance.',
      'The OAuth client belongs to the other realm: third-party and sipgate-apps are two issuers.',
      'The provider stands behind a proxy and does not know its public address.',
    ],
    next: [
      "Take the issuer letter by letter from the provider's discovery document, at <issuer>/.well-known/openid-configuration.",
      'For sipgate, leave the realm to the client id: what follows its colon names it.',
    ],
  },
  access_denied: {
    title: 'Access was not granted',
    what: 'The person cancelled the sign-in, or did not agree to the access that was asked for.',
    causes: [
      'They chose “No” or “Cancel”.',
      'More scopes were asked for than they want to give.',
      'An administrator does not let them grant this.',
    ],
    next: [
      'Offer the sign-in again, and say what the access is needed for.',
      'Ask for fewer scopes, and for more only where a feature needs them.',
    ],
  },
  login_required: {
    title: 'The person has to take part',
    what: 'A sign-in without any page (prompt=none) was asked for, but the provider needs the person to sign in or to agree.',
    causes: [
      'The person is not, or no longer, signed in at the provider.',
      'A new scope was asked for, which needs their consent.',
    ],
    next: ['Start an ordinary sign-in, without prompt=none.'],
  },
  authorization_failed: {
    title: 'The provider refused the sign-in',
    what: 'The provider answered the authorization request with an error that has no remedy of its own here.',
    causes: [
      'The OAuth client may not use the authorization code flow.',
      'The provider demands something of the request that is missing.',
    ],
    next: [
      'Read what the provider said, in the message.',
      'Compare the request with what the OAuth client is allowed to do.',
    ],
  },
  invalid_redirect_uri: {
    title: 'The redirect URI is not accepted',
    what: 'The redirect URI is not one of those registered at the OAuth client, or it changed between the authorization request and the code exchange. If it is not registered, the provider never sends the browser back: it shows “Invalid parameter: redirect_uri” instead.',
    causes: [
      'It differs in one letter: http or https, the port, a trailing slash, upper and lower case all count.',
      'Only the production address is registered, and the application runs on localhost.',
      'A * stands in the middle of a registered URI, where it is just a letter: a wildcard counts at the very end only, and never in the host.',
    ],
    next: [
      'Register the exact value of REDIRECT_URI at the OAuth client. For http://localhost and http://127.0.0.1 the port does not matter.',
      'Send the same value with the code as with the authorization request.',
    ],
  },
  invalid_scope: {
    title: 'A scope is not accepted',
    what: 'The provider does not know a requested scope, may not grant it to this OAuth client, or the person has withdrawn their consent.',
    causes: [
      'A typing error, or commas between the scopes: they are separated by spaces.',
      'The scope exists for the REST API but not for OAuth clients.',
      'At a refresh: the person removed the application from their account.',
      'A link to /login?scope=… asks for "all", or for a scope that neither OAUTH_SCOPE nor an operation of the kit names.',
    ],
    next: [
      'Check OAUTH_SCOPE, as in "account:read balance:read", and the link, as in /login?scope=balance:read.',
      'At a refresh: let the person sign in again.',
    ],
  },
  unknown_client: {
    title: 'The provider does not know the OAuth client',
    what: 'The provider does not accept the client id, or refuses id and secret together. On the login page the same reads “Client not found.”',
    causes: [
      'The client id is incomplete: it ends with a colon and the name of its realm, as in …:third-party.',
      'The request goes to the other realm: a client of sipgate-apps is unknown in third-party.',
      'The client was deleted or disabled.',
      'The application points at the sandbox with the client of the real sipgate, or the other way round.',
    ],
    next: [
      'Copy the client id again, with everything behind the colon.',
      'Leave BASE_URL out: it follows from the client id.',
      'Look whether the client still exists.',
    ],
  },
  wrong_client_secret: {
    title: 'The client secret is wrong',
    what: 'The provider knows the OAuth client but does not accept its credentials. Connections are kept: they work again as soon as the secret is right.',
    causes: [
      'The secret was copied incompletely, with a space or with quotes that do not belong to it.',
      'The client was created anew and has a new secret.',
      'The secret contains a # and stands in .env without quotes.',
    ],
    next: [
      'Copy the secret again into CLIENT_SECRET, restart, and try once more.',
      'Do not ask anybody to sign in again for this: their tokens are fine.',
    ],
  },
  client_disabled: {
    title: 'The OAuth client is disabled',
    what: 'The provider knows the OAuth client, but it has been switched off.',
    causes: ['Somebody in your account disabled it.', 'It was disabled by sipgate.'],
    next: ['Enable it again, or ask sipgate for the reason. Connections are kept meanwhile.'],
  },
  code_invalid: {
    title: 'The authorization code is not valid',
    what: 'The provider does not accept the code. A code works once, for about a minute, and only for the client and the sign-in it was made for.',
    causes: [
      'The same callback was processed twice: using a code again even ends the tokens it first gave.',
      'More than a minute passed before the code was exchanged.',
      'The code was cut off, or not decoded, on its way.',
    ],
    next: [
      'Start the sign-in again.',
      'If you process callbacks yourself, take the transaction out of its store before the exchange, in one atomic step.',
    ],
  },
  pkce_failed: {
    title: 'The proof of the sign-in does not fit',
    what: 'The PKCE code verifier sent with the code does not belong to the challenge the sign-in began with.',
    causes: [
      'The callback was finished with the transaction of another sign-in, in another tab for instance.',
      'Somebody injected a code from elsewhere.',
    ],
    next: ['Start again.', 'If you keep transactions yourself, find them by their state, and keep one for each tab.'],
  },
  id_token_invalid: {
    title: 'The ID token does not fit',
    what: 'The ID token is malformed, made for another client, expired, or does not carry the nonce of this sign-in. Without it nobody knows who signed in, so the sign-in ends here.',
    causes: [
      'The clock of this machine is wrong.',
      'Issuer or client id are configured for another environment.',
      'The answer belongs to another sign-in.',
    ],
    next: ['Check the clock of this machine.', 'Check issuer and client id, then start again.'],
  },
  refresh_refused: {
    title: 'The refresh token was refused',
    what: 'The provider does not accept the refresh token any more. Every refresh replaces it, and using a replaced one ends the whole session.',
    causes: [
      'Something else refreshed with the same token: a second process without the shared vault, a script, an old backup.',
      'The session ended: the person signed out, changed the password, or did not come back for 30 days.',
      "The administrator removed the application's access.",
    ],
    next: [
      'Let the person sign in again.',
      'Let every process use the same vault and the token manager, and store a rotated refresh token before anything else.',
    ],
  },
  needs_login: {
    title: 'Please sign in again',
    what: 'The access has ended, and only the person can renew it. Often that is a single redirect, without a password.',
    causes: [
      'The session at sipgate ended: signed out there, password changed, or unused for too long.',
      'The answer to a refresh got lost on its way; the message says so then.',
      'The connection never got a refresh token.',
    ],
    next: [
      'Send the person through the sign-in once more.',
      'In background work, skip this connection and tell its owner; repeating the call does not help.',
    ],
  },
  provider_unreachable: {
    title: 'The login server cannot be reached',
    what: 'No connection to the provider came about, so nothing changed there. Connections are kept.',
    causes: [
      'No network, a DNS failure, or a firewall or proxy in between.',
      'A wrong host in BASE_URL or the issuer.',
      'The sandbox does not run, or runs on another port.',
      'A certificate that this machine does not trust.',
    ],
    next: [
      "Open the provider's address from this machine, with curl for instance.",
      'Try again: refreshes are repeated by themselves, with growing pauses.',
    ],
  },
  provider_unavailable: {
    title: 'The login server does not answer properly',
    what: 'The provider took too long, answered with an error of its own, or asked to be left alone for a while. Nobody is signed out by this.',
    causes: [
      'A disturbance at the provider.',
      'Too many requests (429).',
      'A refresh is still under way in another process.',
    ],
    next: ['Try again in a while.', "If it lasts, look at the provider's status page."],
  },
  malformed_response: {
    title: 'The answer makes no sense',
    what: 'A server answered with something other than what the protocol or the API describes, such as a page where JSON belongs.',
    causes: [
      'A wrong address: BASE_URL, TOKEN_ENDPOINT or the API URL lead to some other page.',
      'A proxy, a captive portal or a maintenance page answered instead.',
    ],
    next: ['Check the configured addresses.', 'Request one of them with curl and look at what comes back.'],
  },
  token_request_failed: {
    title: 'The token request was refused',
    what: 'The token endpoint refused the request with an error that has no remedy of its own here.',
    causes: [
      'The OAuth client may not use this grant.',
      'The provider demands something of the request that is missing.',
    ],
    next: ["Read what the provider said, in the message, and compare it with the provider's documentation."],
  },
  invalid_request: {
    title: 'The API did not understand the request',
    what: "The REST API refused the request because of its input. The error's details say which part, where the API says it.",
    causes: ['A missing, misspelt or ill-formed field.', 'A number outside its range, such as a limit above 1000.'],
    next: ["Compare the input with the operation's description.", 'Read the details of the error.'],
  },
  unauthorized: {
    title: 'The API does not accept the credentials',
    what: 'The REST API answered 401, also after a refresh: the token is missing, wrong, expired or revoked.',
    causes: [
      'A static access token has expired: they live for five minutes.',
      'A token of the sandbox went to the real API, or the other way round.',
      'Id and token of a personal access token are swapped, or it was deleted.',
    ],
    next: [
      'Use a token manager instead of a static token.',
      'Let the person sign in again, or check the personal access token.',
    ],
  },
  payment_required: {
    title: 'The account cannot pay for this',
    what: "The REST API answered 402: the operation costs money, and the account's credit does not cover it.",
    causes: ['The credit is used up.'],
    next: ['Top up the account.'],
  },
  insufficient_scope: {
    title: 'A scope is missing',
    what: 'The REST API refused the operation (403), most likely because the token was not granted a scope it needs. The API does not name it; the message names the scopes that would do.',
    causes: [
      'The scope was not asked for at the sign-in.',
      'The scope was added to the configuration later: tokens of earlier sign-ins do not have it.',
      'The personal access token was made without it.',
    ],
    next: [
      'Let the person sign in again with the scope: add it to OAUTH_SCOPE, or send this one person to /login?scope=… of the callback server.',
      'A personal access token does not get further scopes: make a new one.',
      "If the token has the scope, the person's rights or the account's product lack the feature.",
    ],
  },
  classic_account_required: {
    title: 'This account is of the newer kind',
    what: 'The operation exists for classic sipgate accounts only, and this one runs on the newer platform. No scope and no other token helps.',
    causes: ['The account was created on, or moved to, the newer platform.'],
    next: [
      'Call the operation that the message names, if it names one: channels instead of groups and phone lines, their events instead of the history, `POST /calls` instead of `POST /sessions/calls`.',
      'Otherwise use an operation that works on both kinds of account, and hide the feature from this one.',
    ],
  },
  neo_account_required: {
    title: 'This account is a classic one',
    what: 'The operation exists for sipgate accounts of the newer kind only, and this one is classic. Nothing was sent: the client was told the kind of the account.',
    causes: ['The account was created before September 2025 and has not been moved.'],
    next: ['Use the operation for classic accounts: groups and phone lines instead of channels.'],
  },
  forbidden: {
    title: 'The API refuses this',
    what: 'The REST API answered 403 for another reason than a missing scope.',
    causes: [
      "The person may not do this: administrators only, or somebody else's property.",
      "The account's product does not include it.",
    ],
    next: ["Check the person's rights and the account's product."],
  },
  not_found: {
    title: 'There is no such thing',
    what: 'The REST API found nothing under this id, or nothing that this person may see.',
    causes: ['A wrong or outdated id.', 'It belongs to another account, or was deleted.'],
    next: ['List what is there, and take the id from the list.'],
  },
  conflict: {
    title: 'This contradicts what is there',
    what: 'The REST API answered 409: the change does not fit the present state.',
    causes: ['It exists already.', 'Somebody else changed it meanwhile.'],
    next: ['Read the present state and decide again.'],
  },
  rate_limited: {
    title: 'Too many requests',
    what: 'More was asked for than is allowed at a time: of the REST API, or as sign-ins that were begun and not finished.',
    causes: ['Many calls in a short time.', 'A loop that starts sign-ins.'],
    next: [
      'Wait as long as retryAfterMs says, or some seconds, and try again.',
      'Spread calls out, and read lists page by page with the largest limit.',
    ],
  },
  api_unavailable: {
    title: 'The API cannot be reached',
    what: 'The REST API did not answer, or answered that it cannot just now.',
    causes: ['No network, or a proxy in between.', 'A disturbance at sipgate.', 'A wrong API URL.'],
    next: [
      'Try again in a while. After a POST look first whether it was carried out all the same.',
      'Check the API URL.',
    ],
  },
  api_error: {
    title: 'The API failed',
    what: 'The REST API answered with an internal error, or with a redirect, which is never followed because it could carry the credentials elsewhere.',
    causes: ['An input the API did not expect: it answers some of these with 500.', 'A wrong API URL that redirects.'],
    next: [
      'Check the input and the API URL.',
      'If both are right, report the request to sipgate, with its request id if there is one.',
    ],
  },
  request_timeout: {
    title: 'The API took too long',
    what: 'The REST API did not answer within the time allowed. After a POST nobody knows whether it was carried out.',
    causes: ['A slow network, or a large answer.', 'A disturbance at sipgate.'],
    next: ['Call again; after a POST look first.', 'Allow more time with timeoutMs, or ask for smaller pages.'],
  },
  request_aborted: {
    title: 'The call was aborted',
    what: 'The signal handed to this call was aborted before the answer came.',
    causes: ['Your own code aborted it, or the browser that waited for it went away.'],
    next: ['Nothing, if that was meant. A refresh under way goes on and is not lost.'],
  },
  invalid_input: {
    title: 'The input is not valid',
    what: 'A function of the kit was given something it cannot work with. Nothing was sent.',
    causes: [
      'A path that is not written as the API describes it, parameters in braces.',
      'A redirect URI or another field of an OAuth client that sipgate would not accept.',
    ],
    next: ['Read the message: it names the field and what a right value looks like.'],
  },
  invalid_configuration: {
    title: 'The configuration is not complete',
    what: 'A variable or an option is missing, or has a value that cannot work. The message names each one, with an example.',
    causes: [
      'No .env file in the working directory, or it still has the placeholders YOUR_CLIENT_ID and YOUR_CLIENT_SECRET.',
      'A value with spaces or a # and without quotes.',
      'REDIRECT_URI and PORT name different ports, or the realm does not fit the client id.',
    ],
    next: [
      'Correct what the message names; .env.example of the callback server explains every variable.',
      'Remember that the environment wins over the file.',
    ],
  },
  insecure_url: {
    title: 'Only https is safe there',
    what: 'An address uses plain http and is not on this machine. Codes and tokens would cross the network in the clear.',
    causes: ['Plain http instead of https.', 'A host name of the local network in place of localhost.'],
    next: ['Use https. Plain http works for localhost, 127.0.0.1 and [::1] only.'],
  },
  origin_not_allowed: {
    title: 'Credentials stay at home',
    what: "A request to another origin than the API's was about to carry credentials there. It was not sent.",
    causes: [
      'An absolute URL of some other server was given to the authorized fetch.',
      'The API runs elsewhere, in the sandbox for instance, and that origin was not named.',
    ],
    next: ['Use an ordinary fetch for other servers.', 'If it is the API, name its origin in apiOrigins.'],
  },
  port_in_use: {
    title: 'The port is taken',
    what: 'Another program listens on the port that the server, or a sign-in of the command line, was to use.',
    causes: ['The server runs already, in another terminal.', 'Another program likes the same port; many like 8080.'],
    next: [
      'Stop the other program. lsof -i :8080 shows it on macOS and Linux, netstat -ano | findstr :8080 on Windows.',
      'Or take another port: set PORT and REDIRECT_URI to it, and register that redirect URI at the OAuth client.',
      'For sipgate login: --redirect-uri http://localhost:8081/oauth, registered as well; or register http://127.0.0.1/oauth, which lets it take any free port.',
    ],
  },
  port_forbidden: {
    title: 'The port is reserved for the administrator',
    what: 'The system does not let this user listen on the port.',
    causes: ['Ports below 1024, 80 and 443 among them, belong to the administrator on most systems.'],
    next: [
      'Set PORT and REDIRECT_URI to a higher port, such as 8080.',
      'For a public server, put a proxy on 443 in front instead of running the server as administrator.',
    ],
  },
  return_target_refused: {
    title: 'The address to return to is not allowed',
    what: 'The address in return_to names a place outside this application. Following it would let anybody send your visitors anywhere.',
    causes: ["Another origin than the server's own.", 'A path with //, \\ or a control character in it.'],
    next: [
      'Give a path of your own, as in /login?return_to=/reports.',
      'If your pages live on another origin, name it in SIPGATE_KIT_RETURN_ORIGINS.',
    ],
  },
  cross_site_request: {
    title: 'The request came from another site',
    what: 'Only pages of this server may send this form; the request came from elsewhere and was refused.',
    causes: [
      'A form or a script on another site.',
      'A proxy changes the host, or removes the Origin header.',
      "The page was opened under another host name than REDIRECT_URI's.",
    ],
    next: [
      'Open the page of this server and press its button.',
      'Behind a proxy, pass the Origin header on unchanged.',
    ],
  },
  connection_not_found: {
    title: 'There is no such connection',
    what: 'The vault holds no connection with this id.',
    causes: ['It was signed out or removed.', 'The id is wrong, or belongs to another vault.'],
    next: ['Let the person sign in, and keep the id of the connection that brings.'],
  },
  store_unavailable: {
    title: 'The vault does not answer',
    what: 'The storage of the connections cannot be reached just now. Tokens that just arrived are kept in memory and written as soon as it answers.',
    causes: [
      'PostgreSQL is restarting, is out of connections, or cannot be reached from here.',
      'Another process holds the database in a long transaction, or the lock of the file.',
      'The vault was closed.',
      'The disk or the network behind it fails.',
    ],
    next: [
      'Try again.',
      'Look whether the host and port of DATABASE_URL answer from this machine, and how many connections are open.',
      'Look for the process that blocks the database or the file, and keep a vault in a file on a local disk.',
    ],
  },
  vault_unwritable: {
    title: 'The vault cannot be written',
    what: 'The file or the folder of the vault cannot be created, read or written.',
    causes: [
      'The folder belongs to another user, or is read-only.',
      'The disk is full.',
      'The path does not exist, or a file stands where a folder belongs.',
    ],
    next: ['Give the folder to the user the server runs as.', 'Or point SIPGATE_KIT_DATA_DIR at another folder.'],
  },
  vault_damaged: {
    title: 'The vault file is damaged',
    what: 'The file of the vault is no readable database. Nothing was changed.',
    causes: [
      'Another file was put in its place.',
      'The disk failed, or the file was copied while it was being written, without the -wal file beside it.',
    ],
    next: [
      'Stop every process that uses it and keep a copy of the file and its -wal.',
      'Restore the vault from a backup, or start with a new one: then everybody signs in again.',
    ],
  },
  vault_key_missing: {
    title: 'A key of the vault is missing',
    what: 'An entry was sealed with a key that is not configured here. The entry is unharmed, and nobody has to sign in again once the key is back.',
    causes: [
      'SIPGATE_KIT_SEALING_KEYS was changed or removed, or the key file was lost.',
      'A new key sealed entries before every instance knew it.',
    ],
    next: [
      'Add the key that the message names to the key ring again, behind the current one.',
      'When rotating, give a new key to all instances first, and put it in front afterwards.',
    ],
  },
  vault_entry_damaged: {
    title: 'An entry of the vault cannot be opened',
    what: "An entry's seal does not fit: it was changed, moved from another place, or written by a newer release.",
    causes: [
      'Somebody edited the database.',
      'Rows were copied between vaults.',
      'The vault was used by a newer release of the kit.',
    ],
    next: ['Restore the vault from a backup, or remove this connection and let its owner sign in again.'],
  },
  usage_error: {
    title: 'The command line was not understood',
    what: 'A command, option or argument is missing or unknown. Nothing was done.',
    causes: [
      'A word was mistyped.',
      'The option belongs to another command.',
      'The example was written for another release.',
    ],
    next: ['Use the word that the message suggests.', 'Read the help of the command: sipgate help <command>.'],
  },
  input_needed: {
    title: 'Something has to be said, and nobody can be asked',
    what: 'The command needs an answer, but it does not run in a terminal, or --no-input forbids questions. Nothing was done.',
    causes: ['The command runs in a script, in CI or in a pipe.', 'The option --no-input was given.'],
    next: ['Give the option that the message names.', 'In scripts, confirm what cannot be undone with --yes.'],
  },
  cancelled: {
    title: 'It was cancelled',
    what: 'Somebody pressed Ctrl-C or answered no. What had not been done yet was not done.',
    causes: ['Ctrl-C was pressed.', 'A question was answered with no.'],
    next: ['Run the command again when you want it after all.'],
  },
  not_signed_in: {
    title: 'Nobody is signed in',
    what: 'The command needs an account, and the profile in use has none.',
    causes: [
      'There was no sign-in with this profile yet.',
      'The profile was signed out.',
      'Another profile is in use than you think.',
    ],
    next: [
      'Run sipgate login, with --profile <name> where it is not the default one.',
      'Look which profile is in use, and why: sipgate config list --origin.',
      'In scripts, set SIPGATE_TOKEN_ID and SIPGATE_TOKEN to a personal access token.',
    ],
  },
  sign_in_timeout: {
    title: 'The sign-in took too long',
    what: 'The command waited for the browser to come back, and gave up. The port is free again, and nothing was changed.',
    causes: [
      'The page was left alone.',
      'The browser runs on another machine, where the address of this one means nothing.',
      'Another program answered on the redirect URI.',
    ],
    next: [
      'Run sipgate login again.',
      'If the browser ended on a page that cannot be reached, copy its address from the address bar into the prompt.',
    ],
  },
  profile_not_found: {
    title: 'There is no such profile',
    what: 'A profile was named that nobody has made.',
    causes: ['The name was mistyped.', 'SIPGATE_PROFILE or a sipgate.json names a profile of another machine.'],
    next: ['See which there are: sipgate profile list.', 'Make it by signing in: sipgate login --profile <name>.'],
  },
  file_malformed: {
    title: 'A file cannot be understood',
    what: 'A file that was named, or one that holds the settings, is not what it should be. It was left as it is.',
    causes: [
      'A comma, quote or bracket is missing or too many.',
      'A name in it is mistyped.',
      'It was cut off when the disk was full.',
    ],
    next: [
      'Go to the line and column that the message names.',
      'For OAuth clients, compare it with what sipgate clients export prints.',
    ],
  },
  file_unreadable: {
    title: 'A file cannot be read',
    what: 'The system refuses to read the file. Nothing was changed.',
    causes: ['The path is mistyped.', 'The file belongs to somebody else.', 'It is a folder.'],
    next: ['Check the path that the message names, and who may read it.'],
  },
  file_unwritable: {
    title: 'A file cannot be written',
    what: 'The system refuses to write the file. What was there before is unharmed.',
    causes: [
      'The disk is full.',
      'The folder is read-only, or belongs to somebody else.',
      'The home directory is not where it is thought to be.',
    ],
    next: [
      'Make room, or give yourself the right to write there.',
      'Keep the files elsewhere: XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_CACHE_HOME name the folders.',
    ],
  },
  client_ambiguous: {
    title: 'More than one OAuth client is meant',
    what: 'Several OAuth clients have the name that was given, so none was touched.',
    causes: ['Two clients were created with one name.', 'A create command was repeated after an answer had been lost.'],
    next: ['Name the client by its id; sipgate clients list shows both.', 'Delete the one you do not need.'],
  },
  clients_differ: {
    title: 'The OAuth clients are not as the file describes them',
    what: 'Something would be created, changed or deleted, and sipgate clients plan --exit-code was asked to tell. Nothing was done.',
    causes: ['Somebody changed a client by hand.', 'The file was changed, and not applied yet.'],
    next: [
      'Run sipgate clients apply to make the clients as described.',
      'Or take over what was changed by hand: sipgate clients export.',
    ],
  },
  device_unsupported: {
    title: 'This login offers no device sign-in',
    what: 'The provider does not announce a device authorization endpoint (RFC 8628), or not for this OAuth client.',
    causes: ['The login has no device sign-in.', 'It is switched off for the client.'],
    next: [
      'Sign in with sipgate login --no-browser: open the address on any device, and paste the address you end on.',
      'Or use a personal access token: sipgate login --pat.',
    ],
  },
  device_expired: {
    title: 'The device code has expired',
    what: 'Nobody confirmed the code in time. Nothing was changed.',
    causes: ['The page was not opened, or the code not entered.'],
    next: ['Run the command again, and enter the new code.'],
  },
  keyring_unavailable: {
    title: "The system's keyring cannot be used",
    what: 'The key that seals the sign-ins was to be kept in the keyring of the operating system, which did not answer. Nothing was deleted.',
    causes: [
      'There is no desktop session, as over SSH, in a container or in WSL.',
      'The keyring is locked.',
      'The package @napi-rs/keyring is not installed.',
    ],
    next: [
      'Unlock the keyring, or start a session that has one.',
      'Or keep the key in a file: sipgate config set keyring off.',
    ],
  },
  sandbox_missing: {
    title: 'The sandbox is not installed',
    what: 'The command starts the sandbox, which is a package of its own.',
    causes: ['Only the command line was installed.'],
    next: ['Install it: npm install --save-dev @sipgate-kit/sandbox, or run it once: npx @sipgate-kit/sandbox.'],
  },
  expression_invalid: {
    title: 'The jq expression does not work',
    what: 'The answer arrived, but the expression given to --jq is no jq program, or does not fit the answer.',
    causes: [
      'A bracket or quote is missing.',
      'The shell took characters out: put the expression in single quotes.',
      'The answer has another shape.',
    ],
    next: ['Look at the answer without --jq first.', 'Try a smaller expression, as in --jq ".".'],
  },
  checks_failed: {
    title: 'Something is not as it should be',
    what: 'The command sipgate doctor has found a mistake. Its report says which, and what to do about it.',
    causes: [
      'The OAuth client, its secret or its redirect URI is not what the login knows.',
      'The login or the REST API cannot be reached.',
      'The sign-in has ended.',
    ],
    next: ['Do what stands behind the arrow in the report, from top to bottom.', 'Run sipgate doctor again.'],
  },
  internal_error: {
    title: 'Something went wrong in the kit',
    what: 'This is a defect, not something you did.',
    causes: ['A case nobody thought of.'],
    next: [
      'Try again.',
      'If it happens again, report it with the request id and what you did; tokens and secrets are never needed for that.',
    ],
  },
};
