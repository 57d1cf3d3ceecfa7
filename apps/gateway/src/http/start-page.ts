/** What a browser sees at the gateway's own address: where things are, without anything loaded from elsewhere. */
export const startPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>VoxProof gateway</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}code{font-size:.95em}</style>
<h1>VoxProof gateway</h1>
<p>This is the API behind the site. It speaks GraphQL; any client can read its schema by introspection.</p>
<ul>
<li><code>POST /graphql</code> — queries and mutations as JSON</li>
<li><code>/api/auth/*</code> — accounts and sessions; scripts send <code>Authorization: Bearer</code> with the token that sign-in returns in <code>set-auth-token</code></li>
<li><code>/uploads</code> — model files by the tus protocol</li>
<li><code>/healthz</code>, <code>/readyz</code> — for whoever runs it</li>
</ul>
<p>Try it:</p>
<pre><code>curl -s localhost:4000/graphql -H 'content-type: application/json' \\
  -d '{"query":"{ datasets { slug name } }"}'</code></pre>
</html>
`
