/**
 * Headers of every page: scripts only from this origin and with this request's nonce, no framing, no sniffing of
 * types, no referrer beyond the origin. Inline styles stay allowed because charts place their marks with them.
 */
export function securityHeaders(page: { nonce: string; isDevelopment: boolean }): {
  readonly 'content-security-policy': string
} & Readonly<Record<string, string>> {
  // React's development build reconstructs call stacks with eval; the production build does not.
  const development = page.isDevelopment ? " 'unsafe-eval'" : ''
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${page.nonce}' 'strict-dynamic'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  return { 'content-security-policy': policy.join('; '), ...commonHeaders }
}

/** The part that holds for every response, pages or not. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
}
