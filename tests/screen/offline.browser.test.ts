/** A command room has no internet: whatever the wall shows, in whichever language, it asks its own server alone, and its programs know no other. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureScreen } from '../../server/start/screen-build.ts';
import { LANGUAGES } from '../../server/wire/language.ts';
import { startBrowser } from '../helpers/browser.ts';
import { startFake, type Fake } from './fixtures/fake-server.ts';
import { SCENES } from './fixtures/shipped.ts';
import { PATIENCE, settled } from './on-wall.ts';

let browser: Browser;
let fake: Fake;
let dist: string;
beforeAll(async () => {
  dist = await ensureScreen();
  [browser, fake] = await Promise.all([startBrowser({ webgl: false }), startFake({ port: 0, scale: 1, league: true, dist })]);
}, 180_000);
afterAll(async () => { await browser?.close(); await fake?.close(); });

it.each(LANGUAGES)('every scene, a takeover, a card with its records and the page of acknowledgement ask nobody else, in %s', async (language) => {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' });
  const own = new URL(fake.url).host;
  const asked: string[] = [];
  const outside: string[] = [];
  const note = (address: string): void => {
    asked.push(address);
    if (/^(https?|wss?):/.test(address) && new URL(address).host !== own) outside.push(address);
  };
  context.on('request', (request) => note(request.url()));
  const open = async (path: string): Promise<Page> => {
    const page = await context.newPage();
    page.on('websocket', (socket) => note(socket.url()));
    await page.goto(`${fake.url}${path}${path.includes('?') ? '&' : '?'}lang=${language}`, { waitUntil: 'commit', timeout: PATIENCE });
    return page;
  };
  const page = await open('/');
  await settled(page);
  for (const scene of [...SCENES.slice(1), SCENES[0]!]) {
    await page.keyboard.press(String(scene.key));
    await page.waitForFunction((id) => document.querySelector('.scenes [aria-current]')?.getAttribute('data-scene') === id, scene.id, { timeout: PATIENCE });
    await settled(page);
  }
  // The language goes with the wall from scene to scene.
  expect([new URL(page.url()).searchParams.get('lang'), await page.getAttribute('html', 'lang')]).toEqual([language, language]);
  await page.locator('[data-answer="overdue"]:visible').first().click();
  await page.locator('.answer [data-tool="records"]').click();
  await page.waitForSelector('.answer .records li', { timeout: PATIENCE });
  fake.putAlert({ id: 'T1', colour: 'red', event: '洪水', title: '江湾站水位超保证红色预警信号', issuer: '市水文中心', issuedAt: fake.now(), expiresAt: null, region: 'C.5', station: null, text: null, ackedBy: null, ackedAt: null, quiet: null, within: [] });
  await page.waitForSelector('[data-takeover="T1"]', { timeout: PATIENCE });
  const ack = await open('/ack');
  await ack.waitForSelector('[data-alert="T1"]', { timeout: PATIENCE });
  fake.revokeAlert('T1');
  expect(asked.filter((address) => address.includes('/assets/')).length).toBeGreaterThan(5);
  expect(asked.some((address) => address.startsWith('ws'))).toBe(true);
  expect(outside).toEqual([]);
  await context.close();
});

/** Names of things, not places to ask: of XML, of JSON Schema, of a kind of mark in a video; and what the build puts for a library's own CDN. */
const NAMES = /^https?:\/\/(www\.w3\.org\/(1999\/xlink|1998\/Math\/MathML|2000\/svg|XML\/1998\/namespace|1999\/xhtml)|json-schema\.org\/draft[\w/-]*schema#?|aomedia\.org\/emsg\/ID3|absent\.invalid)/;
const addressesIn = (text: string): string[] => text.match(/(https?|wss?):\/\/[\w-]+\.[^\s"'`)<>\\]*/g) ?? [];
/** A text that is an address, or begins as one; within a sentence it is read by a developer, and nobody asks it. */
const isAddress = (text: string): boolean => /^\s*(https?:|wss?:)?\/\/[\w-]+\./.test(text) && !/\s\w+\s/.test(text);
/** Texts of a program: comments, licences among them, are none. */
function textsOf(code: string): string[] {
  const out: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || node.kind === ts.SyntaxKind.TemplateHead || node.kind === ts.SyntaxKind.TemplateMiddle || node.kind === ts.SyntaxKind.TemplateTail) out.push((node as ts.LiteralLikeNode).text);
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile('bundle.js', code, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS));
  return out;
}

it('no built file holds an address of another host, but in comments and sentences', async () => {
  const files = (await readdir(dist, { recursive: true })).filter((name) => /\.(js|css|html|svg)$/.test(name));
  expect(files.length).toBeGreaterThan(8);
  const found: string[] = [];
  for (const name of files) {
    const text = await readFile(join(dist, name), 'utf8');
    const parts = name.endsWith('.js') ? textsOf(text).filter(isAddress) : [text.replace(/\/\*[\s\S]*?\*\//g, '')];
    found.push(...parts.flatMap(addressesIn).filter((address) => !NAMES.test(address)).map((address) => `${name} ${address}`));
  }
  expect(found).toEqual([]);
});
