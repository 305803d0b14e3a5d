// Calls to the admin's own server. A session that ended sends the whole page to the login.

async function read(response) {
  if (response.redirected && new URL(response.url).pathname === '/Login.aspx') {
    location.assign(`/Login.aspx?ReturnUrl=${encodeURIComponent(location.pathname + location.search)}`);
    return new Promise(() => undefined);
  }
  if (!response.ok) throw new Error(`${new URL(response.url).pathname} answered ${response.status}`);
  return response.json();
}

export async function getJson(path) {
  return read(await fetch(path, { headers: { 'x-requested-with': 'XMLHttpRequest' } }));
}

export async function postJson(path, formToken, value) {
  return read(await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', 'x-form-token': formToken }, body: JSON.stringify(value) }));
}
