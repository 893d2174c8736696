/** The built screen: hashed files for ever, the page itself never from a cache. */
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import express, { Router } from 'express';
import type { Language } from '../wire/language.ts';

const YEAR_S = 31_536_000;

/** GET of anything that is no file and no API is the page: the address bar carries the place. */
export function screenFiles(distDir: string, language: Language): Router {
  const router = Router();
  const page = join(distDir, 'index.html');
  const hashed = `${join(distDir, 'assets')}${sep}`;
  router.use(express.static(distDir, {
    index: false, redirect: false, cacheControl: false,
    setHeaders: (response, path) => {
      response.setHeader('Cache-Control', path.startsWith(hashed) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
    },
  }));
  router.get('/{*path}', async (request, response, next) => {
    if (/\.\w+$/.test(request.path) || !request.accepts('html')) { next(); return; }
    // Asked each time: the screen may be built while the server runs.
    const html = await readFile(page, 'utf8').catch(() => null);
    if (html === null) { response.status(503).set('Cache-Control', 'no-store').type('html').send(MISSING); return; }
    response.set('Cache-Control', 'no-cache').type('html').send(html.replace(/<html lang="[^"]*"/, `<html lang="${language}"`));
  });
  return router;
}

const MISSING = `<!doctype html><html lang="zh"><meta charset="utf-8"><title>大屏尚未构建</title>
<style>body{background:#041022;color:#cfe3ff;font:20px/1.7 sans-serif;display:grid;place-content:center;height:100vh;margin:0;text-align:center}code{color:#fff}</style>
<h1>大屏页面尚未构建</h1><p>The server runs, but the screen has not been built. Run <code>npm run build</code> (or <code>npm start</code>) and reload.</p></html>`;
