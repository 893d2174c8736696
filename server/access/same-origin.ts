/**
 * Who may open a socket. The wall is read-only and carries no personal data, but a page of another
 * site must not be able to read it through somebody's browser: its origin must be the server's own.
 */
import type { IncomingMessage } from 'node:http';

/** Why a request that writes is refused; null: it may come. A browser names the origin of every such request, so none is no page of ours. */
export function refuseWrite(request: Pick<IncomingMessage, 'headers'>, allowed: readonly string[]): string | null {
  return request.headers.origin === undefined ? 'no Origin is named: only a page of this server may write' : refuseOrigin(request, allowed);
}

/** Why a connection is refused; null: it may come. A program that is no browser sends no Origin. */
export function refuseOrigin(request: Pick<IncomingMessage, 'headers'>, allowed: readonly string[]): string | null {
  const { origin, host } = request.headers;
  if (origin === undefined || allowed.includes(origin)) return null;
  let from: string;
  try {
    from = new URL(origin).host;
  } catch {
    return `origin "${origin.slice(0, 100)}" is no address`;
  }
  return from === host?.toLowerCase() ? null : `a page of ${from} may not connect to ${host ?? 'this server'}`;
}
