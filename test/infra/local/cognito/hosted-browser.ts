/** What a person's browser does at the stand-in's hosted sign-in page. */
export interface HostedBrowser {
  /** Opens the address and signs in as this user, or cancels; returns where the browser is sent back to. */
  signIn(address: string, username: string | 'cancel'): Promise<URL>;
}

export const hostedBrowser: HostedBrowser = {
  async signIn(address, username) {
    const first = await fetch(address, { redirect: 'manual' });
    const page = new URL(first.headers.get('location') ?? '', address);
    if (page.pathname !== '/login') return page;
    const shown = await (await fetch(page)).text();
    const fields = new URLSearchParams(
      [...shown.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        unescaped(value),
      ]),
    );
    if (username === 'cancel') fields.set('choice', 'cancel');
    else {
      fields.set('choice', 'sign-in');
      fields.set('username', username);
    }
    const sent = await fetch(new URL('/login', address), { method: 'POST', body: fields, redirect: 'manual' });
    if (sent.status !== 302) throw new Error(`the page answered ${sent.status}: ${await sent.text()}`);
    return new URL(sent.headers.get('location') ?? '');
  },
};

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
