/**
 * A city is a folder of configuration: no code of server/ or screen/ may name one. Fails on any
 * text, number, pattern, identifier or template that holds the name or code of a city folder in
 * config/ or tests/cities/; comments may.
 */
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

function wordsOf(folder) {
  const file = join(folder, 'city.yaml');
  if (!existsSync(file)) return [];
  const city = parse(readFileSync(file, 'utf8'));
  const name = String(city.name);
  return [name, name.replace(/[市县区]$/u, ''), String(city.code)].filter((word) => [...word].length >= 2);
}

const words = new Set(['config', 'tests/cities'].map((root) => join(ROOT, root)).filter((root) => existsSync(root)).flatMap((root) =>
  readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    .flatMap((entry) => [...wordsOf(join(root, entry.name)), entry.name])).filter((word) => word !== 'demo'));

const patterns = [...words].map((word) => ({ word, pattern: /^[\x20-\x7e]+$/.test(word) ? new RegExp(`\\b${word}\\b`, 'i') : new RegExp(word, 'u') }));

export default {
  meta: { type: 'problem', messages: { named: 'Code names no city: "{{word}}" belongs in config/' }, schema: [] },
  create(context) {
    const check = (node, text) => {
      const found = patterns.find(({ pattern }) => pattern.test(text));
      if (found) context.report({ node, messageId: 'named', data: { word: found.word } });
    };
    const script = {
      Literal: (node) => check(node, node.regex ? node.regex.pattern : String(node.value)),
      TemplateElement: (node) => check(node, node.value.raw),
      // someCityOnly, SOME_CITY: the words that an identifier is made of.
      Identifier: (node) => check(node, node.name.replaceAll('_', ' ').replace(/([a-z\d])([A-Z])/g, '$1 $2')),
    };
    // In a component the template is a tree of its own, which only the parser's own visitor walks.
    const template = context.sourceCode.parserServices?.defineTemplateBodyVisitor;
    if (!template) return script;
    return template({ ...script, VText: (node) => check(node, node.value), VLiteral: (node) => check(node, node.value) }, script);
  },
};
