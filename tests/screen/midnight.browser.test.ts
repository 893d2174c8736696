/** Midnight before the wall: today's figures roll to the new day by the city's zone, without a reload. */
import { expect, it } from 'vitest';
import { startBrowser } from '../helpers/browser.ts';
import { startProduct } from '../helpers/product.ts';
import { openWall, said, settled, untilRight } from './on-wall.ts';

/** 23:59 local: time enough for a small city to load and a page to come up before the day ends. */
const ORIGIN = Date.parse('2025-07-15T23:59:00+08:00');
const number = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));

it('rolls today\'s figures over at midnight without a reload', async () => {
  const browser = await startBrowser({ webgl: false });
  // On a machine that took too long to come up, midnight is put off: it must be seen from before to after.
  for (const head of [0, 3 * 60_000, 12 * 60_000]) {
    const product = await startProduct({ scale: 0.02, origin: ORIGIN - head });
    try {
      await product.untilReady(150_000);
      await product.untilLoaded();
      const wall = await openWall(browser, product.url);
      await untilRight(wall.page);
      const [before, date] = [await said(wall.page), await wall.page.locator('.clock .date').innerText()];
      if (!date.startsWith('2025-07-15')) { await wall.close(); continue; }
      expect(number(before['passed reported'])).toBeGreaterThan(50);
      await wall.page.waitForFunction(() => document.querySelector('.clock .date')?.textContent?.startsWith('2025-07-16'), undefined, { timeout: head + 120_000 });
      const rolled = Date.now();
      const took = (await untilRight(wall.page, null, 30_000)) - rolled;
      const after = await said(wall.page);
      // A minute of the night brings a case or two, a day hundreds: what was counted yesterday is gone.
      expect(number(after['passed reported'])).toBeLessThan(number(before['passed reported']) / 5);
      expect(number(after['accepted'])).toBeLessThan(number(before['accepted']) / 5);
      const { counters, now } = await product.summary();
      expect(new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)).toBe('2025-07-16');
      expect((counters['open'] ?? 0)).toBeGreaterThan(0);
      await settled(wall.page);
      await wall.page.waitForFunction(() => [...document.querySelectorAll('[data-panel] .when')].every((when) => /截至 00:0\d:\d\d/.test(when.textContent ?? '')), undefined, { timeout: 60_000, polling: 250 });
      process.stderr.write(`midnight: ${before['accepted']} accepted on the old day, ${after['accepted']} on the new, right ${took} ms after the clock rolled\n`);
      expect(await wall.sameDocument()).toBe(true);
      expect(wall.errors).toEqual([]);
      await browser.close();
      return;
    } finally {
      await product.stop();
    }
  }
  await browser.close();
  throw new Error('this machine never had the wall up before midnight, with 12 minutes to spare');
});
