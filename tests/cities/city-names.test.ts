/** A city is a folder of configuration: lint refuses the name or code of one in server/ and screen/, however it is written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../helpers/child.ts';

const RULE = 'yiping/no-city-names';
const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: join(ROOT, '.config/eslint.config.js'), ruleFilter: ({ ruleId }) => ruleId === RULE });

interface Named { folder: string; name: string; code: string }
const CITIES: Named[] = ['config', 'tests/cities'].flatMap((root) => readdirSync(join(ROOT, root), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => {
  const city = parse(readFileSync(join(ROOT, root, entry.name, 'city.yaml'), 'utf8')) as { name: string; code: string | number };
  return { folder: entry.name, name: city.name, code: String(city.code) };
}));

const refused = async (filePath: string, text: string): Promise<string[]> =>
  (await eslint.lintText(text, { filePath: join(ROOT, filePath) })).flatMap(({ messages }) => messages.filter(({ ruleId }) => ruleId === RULE).map(({ message }) => message));

describe('lint', () => {
  it('knows three cities', () => { expect(CITIES.map(({ folder }) => folder).sort()).toEqual(['lanjiang', 'nyc', 'shanghai']); });

  it.each(CITIES)('refuses $name ($code, $folder) in server/ and screen/', async ({ folder, name, code }) => {
    for (const word of [folder, name, code]) {
      for (const file of ['server/push/sample.ts', 'screen/map/sample.ts']) {
        expect(await refused(file, `export const a = '${word}';\n`), `${word} as a text in ${file}`).toHaveLength(1);
        expect(await refused(file, `export const a = (b: string): string => \`\${b} in ${word}\`;\n`), `${word} in a template in ${file}`).toHaveLength(1);
        expect(await refused(file, `export const a = /^${word}$/;\n`), `${word} in a pattern in ${file}`).toHaveLength(1);
      }
      expect(await refused('screen/panels/Sample.vue', `<script setup lang="ts">\nconst a = '${word}';\n</script>\n<template><p>{{ a }}</p></template>\n`), `${word} in a component's script`).toHaveLength(1);
      expect(await refused('screen/panels/Sample.vue', `<template><p>${word}</p></template>\n`), `${word} as a component's text`).toHaveLength(1);
      expect(await refused('screen/panels/Sample.vue', `<template><p title="${word}" /></template>\n`), `${word} as an attribute`).toHaveLength(1);
      expect(await refused('screen/panels/Sample.vue', `<template><p>{{ '${word}' }}</p></template>\n`), `${word} in a component's expression`).toHaveLength(1);
    }
    expect(await refused('server/push/sample.ts', `export const ${folder}Only = 1;\nexport const a = { ${folder}: 1 };\n`), `${folder} as an identifier`).not.toEqual([]);
    if (/^\d+$/.test(code)) expect(await refused('server/push/sample.ts', `export const a = ${code};\n`), `${code} as a number`).toHaveLength(1);
  });

  it('lets the same words be where cities are configured and tested, and in comments', async () => {
    expect(await refused('tests/normalise/sample.test.ts', "export const a = '上海市';\n")).toEqual([]);
    expect(await refused('mock-feeds/sample.ts', "export const a = 'nyc';\n")).toEqual([]);
    expect(await refused('server/push/sample.ts', '// As in 上海市.\nexport const a = 1;\n')).toEqual([]);
  });

  it('finds none in server/ and screen/ as they are', async () => {
    const found = (await eslint.lintFiles(['server', 'screen'])).flatMap(({ filePath, messages }) => messages.filter(({ ruleId }) => ruleId === RULE).map(({ line, message }) => `${filePath}:${line} ${message}`));
    expect(found).toEqual([]);
  });

  it('and none stands in what lint does not read: scripts, styles and pages', () => {
    const files = ['server', 'screen'].flatMap((root) => readdirSync(join(ROOT, root), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && /\.(lua|css|html|json|svg|glsl)$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      for (const { folder, name, code } of CITIES) for (const word of [folder, name, code]) expect(text.includes(word), `${word} in ${file}`).toBe(false);
    }
  });
});
