// Where a request comes from: the socket's peer, or what trusted proxies of ours say of it.
// Called by main (and by the tests' world); rate limits count by it.

/**
 * The address behind a request, given how many proxies of ours stand before the server. Each proxy appends the address it saw
 * to X-Forwarded-For, so the n-th from the right was written by ours; anything further left is the visitor's own word.
 */
export function peerAddress(trustProxy: number): (request: Request, env: unknown) => string {
  return (request, env) => {
    const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
    const socket = incoming?.socket?.remoteAddress ?? 'unknown'
    if (trustProxy === 0) return socket
    const forwarded = (request.headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
    return forwarded.at(-trustProxy) || socket
  }
}
