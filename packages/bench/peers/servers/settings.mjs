/** What every server of this folder is told, by its environment. */
const { ISSUER = '', ORIGIN = '', CLIENT_ID = '', CLIENT_SECRET = '' } = process.env;

export const issuer = ISSUER;
export const origin = ORIGIN;
export const port = Number(new URL(ORIGIN).port);
export const clientId = CLIENT_ID;
export const clientSecret = CLIENT_SECRET;
export const endpoint = (name) => `${ISSUER}/protocol/openid-connect/${name}`;
/** For cookies and sessions; as long as all of them ask for. */
export const secret = 'a-secret-of-more-than-thirty-two-characters';
