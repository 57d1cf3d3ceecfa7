/**
 * Where to go after signing in: `next` if it is a path on this site, else "/". Anything that a browser could read as
 * another origin ("//host", "/\host", "https:…") is refused.
 */
export function nextPath(next: string | readonly string[] | undefined): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next)) return '/'
  const target = new URL(next, 'http://voxproof.invalid')
  return target.origin === 'http://voxproof.invalid' ? `${target.pathname}${target.search}${target.hash}` : '/'
}
