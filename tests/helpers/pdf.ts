/** Reads what Chromium prints (PDF by Skia): how many pages, how large, and the words on each. No general reader of PDF. */
import { inflateSync } from 'node:zlib';

export interface PdfPage { /** Points. */ width: number; height: number; text: string }

export function readPdf(bytes: Buffer): PdfPage[] {
  const raw = bytes.toString('latin1');
  const objects = new Map<string, { head: string; stream: string | null }>();
  for (const match of raw.matchAll(/(?:^|\n)(\d+) 0 obj\b/g)) {
    const from = match.index + match[0].length;
    const end = raw.indexOf('endobj', from);
    const at = raw.indexOf('stream', from);
    if (at < 0 || at > end) { objects.set(match[1]!, { head: raw.slice(from, end), stream: null }); continue; }
    const head = raw.slice(from, at);
    const begins = at + (raw[at + 6] === '\r' ? 8 : 7);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
    const body = bytes.subarray(begins, begins + length);
    objects.set(match[1]!, { head, stream: (head.includes('/FlateDecode') ? inflateSync(body) : body).toString('latin1') });
  }
  const of = (ref: string | undefined): { head: string; stream: string | null } => objects.get(ref ?? '') ?? { head: '', stream: null };
  const maps = new Map<string, Map<string, string>>();
  const lettersOf = (font: string): Map<string, string> => {
    let known = maps.get(font);
    if (!known) maps.set(font, known = toUnicode(of(/\/ToUnicode (\d+) 0 R/.exec(of(font).head)?.[1]).stream ?? ''));
    return known;
  };
  return [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head)).map(({ head }) => {
    const [, , width, height] = /\/MediaBox \[([^\]]+)\]/.exec(head)![1]!.trim().split(/\s+/).map(Number);
    const fonts = new Map([...(/\/Font <<([\s\S]*?)>>/.exec(head)?.[1] ?? '').matchAll(/\/(\S+) (\d+) 0 R/g)].map(([, name, ref]) => [name!, ref!]));
    let text = '';
    let letters = new Map<string, string>();
    for (const [, font, hex] of (of(/\/Contents (\d+) 0 R/.exec(head)?.[1]).stream ?? '').matchAll(/\/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]+)>/g)) {
      if (font !== undefined) letters = lettersOf(fonts.get(font) ?? '');
      // One byte a glyph in the fonts that Skia draws (Type 3), two in those it embeds.
      else for (const glyph of hex!.match(letters.keys().next().value?.length === 2 ? /../g : /.{4}/g) ?? []) text += letters.get(glyph.toUpperCase()) ?? '�';
    }
    return { width: width!, height: height!, text };
  });
}

const word = (hex: string): string => (hex.match(/.{4}/g) ?? []).map((code) => String.fromCharCode(Number.parseInt(code, 16))).join('');
const glyphOf = (n: number, digits: number): string => n.toString(16).toUpperCase().padStart(digits, '0');

/** Glyph in hex → letters, by the font's own table. */
function toUnicode(table: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const [, body] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) for (const [, glyph, to] of body!.matchAll(/<(\w+)>\s*<(\w+)>/g)) map.set(glyph!.toUpperCase(), word(to!));
  for (const [, body] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first, last, to] of body!.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      for (let n = Number.parseInt(first!, 16), code = Number.parseInt(to!, 16); n <= Number.parseInt(last!, 16); n++, code++) map.set(glyphOf(n, first!.length), String.fromCharCode(code));
    }
  }
  return map;
}
