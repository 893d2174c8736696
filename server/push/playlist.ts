/** The list of a stream (RFC 8216): every address in it is led through the server, and none may lead elsewhere. Pure. */

export class PlaylistError extends Error {}

const LISTS = ['application/vnd.apple.mpegurl', 'application/x-mpegurl', 'audio/mpegurl', 'audio/x-mpegurl'];
const PARTS = ['video/mp4', 'video/mp2t', 'video/iso.segment', 'audio/mp4', 'audio/aac', 'application/mp4', 'application/octet-stream', 'text/vtt'];
const PICTURES = ['image/jpeg', 'image/png', 'image/webp'];

export const isList = (type: string): boolean => LISTS.includes(type);
export const isPart = (type: string): boolean => PARTS.includes(type);
export const isPicture = (type: string): boolean => PICTURES.includes(type);

/** The folder that a stream lives in: what it names must be in it or below. */
export const directoryOf = (address: string): string => new URL('.', address).href;

/** `text` came from `address`; addresses below `from` become `to` and the rest of their path. */
export function rewritten(text: string, address: string, from: string, to: string): string {
  if (!text.trimStart().startsWith('#EXTM3U')) throw new PlaylistError('the media gateway answered with no list of a stream');
  const led = (uri: string): string => {
    let found: string;
    try { found = new URL(uri, address).href; } catch { throw new PlaylistError('the stream names an address that is none'); }
    if (!found.startsWith(from)) throw new PlaylistError('the stream leads away from its own folder');
    return to + found.slice(from.length);
  };
  return text.split(/\r?\n/).map((line) => {
    if (line.startsWith('#')) return line.replace(/URI="([^"]*)"/g, (_whole, uri: string) => `URI="${led(uri)}"`);
    return line.trim() === '' ? line : led(line.trim());
  }).join('\n');
}
