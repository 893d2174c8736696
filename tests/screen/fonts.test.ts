/** Every character that the wall says, and that the shipped city is written in, is in a bundled face, in the slice that the page fetches for it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { facesOf, type Face } from './fixtures/faces.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HAN = facesOf('@fontsource-variable/noto-sans-sc/index.css');
const FIGURES = [400, 500, 600].flatMap((weight) => facesOf(`@fontsource/barlow-condensed/latin-${weight}.css`));

const filesUnder = (folder: string, kind: RegExp): string[] => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) => kind.test(name)).map((name) => join(ROOT, folder, name));
/** Characters of files; comments are read by nobody who stands before the wall. */
const charactersOf = (files: string[]): Set<string> => new Set(files.flatMap((file) => [...readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')]).filter((c) => c.codePointAt(0)! >= 32));
const missing = (characters: Iterable<string>, faces: readonly Face[]): string[] =>
  [...characters].filter((c) => { const code = c.codePointAt(0)!; return !faces.some(({ promised, holds }) => promised(code) && holds.has(code)); });

describe('bundled fonts', () => {
  it('are read: a face holds what it holds and nothing else', () => {
    expect(HAN.length).toBeGreaterThan(90);
    expect(missing('市区网格案件0123456789', HAN)).toEqual([]);
    expect(missing('한글', HAN)).toEqual(['한', '글']);
    expect(missing('0123456789,.%:/-', FIGURES)).toEqual([]);
    expect(missing('市', FIGURES)).toEqual(['市']);
  });

  it('hold every word of the wall, in each of its languages', () => {
    const words = charactersOf(filesUnder('screen', /\.(ts|vue)$/));
    expect(words.size).toBeGreaterThan(600);
    expect(missing(words, [...HAN, ...FIGURES])).toEqual([]);
  });

  it('hold every word of the shipped city and every name that is made for it', () => {
    const city = charactersOf([...filesUnder('config', /\.yaml$/), ...filesUnder('mock-feeds', /(?<!fault-spoil)\.ts$/)]);
    expect(city.size).toBeGreaterThan(600);
    expect(missing(city, [...HAN, ...FIGURES])).toEqual([]);
  });
});
