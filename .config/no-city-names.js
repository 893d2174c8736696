/**
 * A city is a folder of configuration: no code of server/ or screen/ may name one. Fails on any
 * string or comment-free text that holds the name or code of a city folder in config/ or tests/cities/.
 */
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

function wordsOf(folder) {
  const file = join(folder, 'city.yaml');
  if (!existsSync(file)) return [];
  const city = parse(readFileSync(file, 'utf8'));
  const name = String(city.name);
  return [name, name.replace(/[市县区]$/u, ''), String(city.code)].filter((word) => [...word].length >= 2);
}

const words = new Set(['config', 'tests/cities'].filter((root) => existsSync(root)).flatMap((root) =>
  readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    .flatMap((entry) => [...wordsOf(join(root, entry.name)), entry.name])).filter((word) => word !== 'demo'));

export default {
  meta: { type: 'problem', messages: { named: 'Code names no city: "{{word}}" belongs in config/' }, schema: [] },
  create(context) {
    const check = (node, text) => {
      for (const word of words) {
        const found = /^[\x20-\x7e]+$/.test(word) ? new RegExp(`\\b${word}\\b`, 'i').test(text) : text.includes(word);
        if (found) context.report({ node, messageId: 'named', data: { word } });
      }
    };
    return {
      Literal: (node) => { if (typeof node.value === 'string' || typeof node.value === 'number') check(node, String(node.value)); },
      TemplateElement: (node) => check(node, node.value.raw),
      VText: (node) => check(node, node.value),
      VLiteral: (node) => check(node, node.value),
    };
  },
};
