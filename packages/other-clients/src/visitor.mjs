/** A browser as far as these programs need one: it keeps their cookie and does not follow redirects. */
export function createVisitor() {
  let cookie = '';
  return async (/** @type {string | URL} */ url, method = 'GET') => {
    const response = await fetch(url, { method, redirect: 'manual', headers: { cookie } });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    return { status: response.status, location: response.headers.get('location'), text: await response.text() };
  };
}
