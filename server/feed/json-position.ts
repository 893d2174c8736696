/** Where a text stops being JSON: the engine's own message does not always say. Only run on texts that did not parse. */

const TOKEN = /[ \t\n\r]*(?:("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}[\],:]))/y;

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

/** Index of the first character that cannot stand where it does; the text's length when it ends too soon. */
export function jsonErrorAt(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return skipSpace(text, at);
    const start = skipSpace(text, at);
    const next = step(expected, match, open);
    if (next === null) return start;
    expected = next;
    at = TOKEN.lastIndex;
  }
}

function skipSpace(text: string, at: number): number {
  let i = at;
  while (i < text.length && ' \t\n\r'.includes(text.charAt(i))) i += 1;
  return i;
}

/** What may come after the token; null when it may not stand here. */
function step(expected: Expected, match: RegExpExecArray, open: ('{' | '[')[]): Expected | null {
  const mark = match[4];
  const isText = match[1] !== undefined;
  const afterValue = (): Expected => (open.length === 0 ? 'nothing' : 'commaOrEnd');
  if (mark === '}' || mark === ']') {
    const fits = expected === 'commaOrEnd' || expected === (mark === '}' ? 'keyOrEnd' : 'valueOrEnd');
    if (!fits || open.pop() !== (mark === '}' ? '{' : '[')) return null;
    return afterValue();
  }
  if (expected === 'commaOrEnd') return mark !== ',' ? null : open.at(-1) === '{' ? 'key' : 'value';
  if (expected === 'colon') return mark === ':' ? 'value' : null;
  if (expected === 'key' || expected === 'keyOrEnd') return isText ? 'colon' : null;
  if (expected === 'nothing') return null;
  if (mark === '{') { open.push('{'); return 'keyOrEnd'; }
  if (mark === '[') { open.push('['); return 'valueOrEnd'; }
  return mark === undefined ? afterValue() : null;
}
